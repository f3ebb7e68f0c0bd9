import type { Environment, Programs } from '../programs.ts'
import { AdapterError, stringOf, type Adapter, type Tool } from './adapters/adapter.ts'
import { adapterNames, adapterOf } from './adapters/index.ts'
import { shellEscape, shellSplit } from './shell-words.ts'

/** What `kamal secrets ...` prints, or what is wrong. Nothing of a secret is in `wrong`. */
export type Answer = { readonly out: string } | { readonly wrong: string }

export interface Asked {
  readonly env: Environment
  readonly programs: Programs
  /** What has been read so far, for `print`. */
  readonly values: readonly (readonly [name: string, value: string])[]
}

const isKamal = /^\s*(?:(?:bundle\s+exec\s+|\.\/|bin\/|\.\/bin\/)?kamal)\s*secrets\s+/

/** Whether a command of a secrets file is Kamal's own, which needs no Kamal here. */
export const isKamalSecrets = (command: string): boolean => isKamal.test(command)

/** Runs `kamal secrets fetch`, `extract` or `print` in this process (`lib/kamal/cli/secrets.rb`). */
export const kamalSecrets = (command: string, asked: Asked): Answer => {
  const words = shellSplit(command.replace(isKamal, ''))
  if (words === undefined) return { wrong: 'a quote is not closed' }
  const { options, names, unknown } = optionsOf(words.slice(1))
  if (unknown !== undefined) return { wrong: `kamal secrets does not know ${unknown}` }
  try {
    switch (words[0]) {
      case 'fetch':
        return fetched(names, options, asked)
      case 'extract':
        return extracted(names)
      case 'print':
        return { out: asked.values.map(([name, value]) => `${name}=${value}`).join('\n') }
      default:
        return { wrong: 'kamal secrets knows fetch, extract and print' }
    }
  } catch (error) {
    if (error instanceof AdapterError) return { wrong: error.message }
    throw error
  }
}

interface Options {
  readonly adapter?: string
  readonly account?: string
  readonly from?: string
}

// Options of every command of Kamal, which change nothing here.
const flags = new Set(['--inline', '-v', '--verbose', '-q', '--quiet'])
const valued = new Map([
  ['-a', 'adapter'],
  ['--adapter', 'adapter'],
  ['--account', 'account'],
  ['--from', 'from'],
  ['-d', ''],
  ['--destination', ''],
  ['-c', ''],
  ['--config-file', ''],
])

const optionsOf = (
  words: readonly string[],
): { readonly options: Options; readonly names: readonly string[]; readonly unknown?: string } => {
  const options: Record<string, string> = {}
  const names: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const [name = '', ...given] = word.startsWith('--') ? word.split('=') : [word]
    const key = valued.get(name)
    if (key !== undefined)
      options[key] = given.length > 0 ? given.join('=') : (words[++index] ?? '')
    else if (/^--?[a-z]/.test(word)) {
      if (!flags.has(word)) return { options, names, unknown: name }
    } else names.push(word)
  }
  return { options, names }
}

const fetched = (names: readonly string[], options: Options, asked: Asked): Answer => {
  const adapter = adapterOf(options.adapter ?? '')
  if (options.adapter === undefined)
    return { wrong: "No value provided for required options '--adapter'" }
  if (adapter === undefined) {
    return {
      wrong: `Unknown secrets adapter: ${options.adapter} (there are ${adapterNames.join(', ')})`,
    }
  }
  if (adapter.needsAccount && !options.account?.trim()) {
    return { wrong: "No value provided for required options '--account'" }
  }
  const { account, from } = options
  const request = { names, account, from, env: asked.env }
  const tool = toolOf(adapter, asked)
  const found = adapter.fetch(request, tool, adapter.login(request, tool))
  return { out: shellEscape(JSON.stringify(found)) }
}

const toolOf = ({ program, title }: Adapter, { env, programs }: Asked): Tool => {
  const run = (args: readonly string[], extra: Environment = {}) => {
    const ran = programs.run([program, ...args], { env: { ...env, ...extra } })
    if (ran.missing) throw new AdapterError(`${title} CLI is not installed: there is no ${program}`)
    return ran
  }
  return {
    succeeds: (args, extra) => run(args, extra).status === 0,
    ask: (args, failure, extra) => {
      const { status, out, err } = run(args, extra)
      if (status === 0) return out
      const late = status === undefined ? `${program} did not end in time` : ''
      const said = err.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
      throw new AdapterError([failure, late || said].filter(Boolean).join(': '))
    },
  }
}

const tableOf = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const table: unknown = JSON.parse(text)
    return typeof table === 'object' && table !== null ? { ...table } : undefined
  } catch {
    return undefined
  }
}

/** The secret of that name, or the first whose path ends in it. */
const extracted = ([name, secrets]: readonly string[]): Answer => {
  if (name === undefined || secrets === undefined) {
    return { wrong: 'kamal secrets extract wants a name and what fetch printed' }
  }
  const table = tableOf(secrets)
  if (table === undefined)
    return { wrong: `there is nothing to extract ${name} from: the fetch before gave no JSON` }
  const exact = Object.hasOwn(table, name) ? table[name] : undefined
  const value = exact ?? Object.entries(table).find(([key]) => key.endsWith(`/${name}`))?.[1]
  return value === undefined || value === null
    ? { wrong: `Could not find secret ${name}` }
    : { out: stringOf(value) }
}
