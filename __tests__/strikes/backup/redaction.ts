import { createLog } from '../../../src/github/log.ts'
import { redactor, type Redactor } from '../../../src/github/redact.ts'

const secrets = ['pa55 word&"more', 'canary-key-0123456789'] as const

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** Secrets as they turn up in what programs say, each with what must not be read in the log. */
const sayings = secrets.flatMap((secret): readonly (readonly [string, string])[] => [
  [`password is ${secret}, I said ${secret}`, secret],
  [`postgres://shop:${encodeURIComponent(secret)}@db/shop`, encodeURIComponent(secret)],
  [`Authorization: Basic ${base64(secret)}`, base64(secret)],
  [JSON.stringify({ secret }), JSON.stringify(secret).slice(1, -1)],
  [`${secret.slice(0, 5)}\u200b${secret.slice(5)}`, secret],
])

/** What makes of a list of secrets the redactor that the log goes by. */
export type MakeRedactor = (values: readonly string[]) => Redactor

const printed = (print: () => void): string => {
  const write = process.stdout.write.bind(process.stdout)
  let text = ''
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    text += String(chunk)
    return true
  }
  try {
    print()
  } finally {
    process.stdout.write = write
  }
  return text
}

/** D14, of the log: no form of a secret is read in it. */
export const leaks = (make: MakeRedactor = redactor): readonly string[] => {
  const log = createLog(make(secrets))
  return sayings.flatMap(([text, hidden]) => {
    const told = printed(() => {
      log.info(text)
      log.error(text, { title: text })
      log.hostText(text)
    })
    return told.includes(hidden) ? [`D14: the log tells "${hidden}"`] : []
  })
}

interface RedactionMutant {
  readonly name: string
  readonly make: MakeRedactor
}

export const redactionMutants: readonly RedactionMutant[] = [
  { name: 'the log is not redacted', make: () => (text) => text },
  { name: 'a later secret is not told to the log', make: (values) => redactor(values.slice(0, 1)) },
  {
    name: 'the log knows secrets as they are written only',
    make: (values) => (text) => values.reduce((told, one) => told.replaceAll(one, '***'), text),
  },
  {
    name: 'the first of several is hidden',
    make: (values) => (text) => values.reduce((told, one) => told.replace(one, '***'), text),
  },
]
