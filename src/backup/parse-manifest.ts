import type { Fingerprint, ServerFacts } from '../postgres/facts.ts'
import { damaged } from './archive/trouble.ts'
import type { Shape } from './archive/shape.ts'
import {
  checked,
  count,
  flag,
  list,
  maybe,
  oneOf,
  record,
  text,
  textLike,
  WrongShape,
} from './archive/shape.ts'
import type { Manifest } from './manifest.ts'
import { manifestFormat } from './manifest.ts'

const wholeNumber = textLike(/^\d+$/, 'digits in quotes')
const signedNumber = textLike(/^-?\d+$/, 'digits in quotes, with or without a sign')
const digest = textLike(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex')
const time = checked(
  text,
  (value) => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)),
  'a time (ISO 8601)',
)
const name = { schema: text, name: text }

const server: Shape<ServerFacts> = record({
  version: text,
  versionNumber: count,
  major: count,
  database: text,
  systemIdentifier: maybe(text),
  encoding: text,
  collate: text,
  ctype: text,
  localeProvider: oneOf(['libc', 'icu', 'builtin']),
  providerLocale: maybe(text),
  standby: flag,
  bytes: count,
})

const fingerprint: Shape<Fingerprint> = record({
  tables: list(
    record({
      ...name,
      rows: wholeNumber,
      checksum: signedNumber,
      columns: list(text),
      bytes: count,
    }),
  ),
  leftOut: list(
    record({
      ...name,
      kind: oneOf(['excluded', 'foreign', 'unlogged-on-standby', 'extension']),
      reason: text,
    }),
  ),
  sequences: list(
    record({
      ...name,
      lastValue: signedNumber,
      isCalled: flag,
      increment: maybe(signedNumber),
    }),
  ),
  materializedViews: list(record({ ...name, populated: flag })),
  largeObjects: record({ count: wholeNumber, checksum: signedNumber }),
  extensions: list(record({ name: text, version: text, schema: text })),
  notValidConstraints: list(text),
})

const manifest: Shape<Manifest> = record({
  format: oneOf([manifestFormat]),
  file: text,
  takenAt: time,
  tool: text,
  run: text,
  actor: text,
  server,
  client: text,
  walPosition: text,
  fingerprint,
  dump: record({ bytes: count, sha256: digest, chunks: count }),
  texts: record({ 'globals.sql': digest, 'schema.sql': digest }),
  recipients: list(text),
})

const refuseNewer = (value: unknown) => {
  const newer = record({ format: count })(value, '')
  if (newer.format <= manifestFormat) return
  throw damaged(
    'manifest',
    `it was made by a newer Seaworthy (format ${newer.format}; this one reads ${manifestFormat})`,
  )
}

/**
 * The manifest in `value`; fields that are not known are left out.
 * @throws SeaworthyError `backup-damaged`, with the path of the first thing that is wrong.
 */
export const parseManifest = (value: unknown): Manifest => {
  try {
    refuseNewer(value)
    return manifest(value, '')
  } catch (error) {
    if (!(error instanceof WrongShape)) throw error
    throw damaged('manifest', error.message)
  }
}

const jsonOf = (content: string): unknown => {
  try {
    return JSON.parse(content)
  } catch (error) {
    // The parser's own message would quote what stands there.
    throw damaged('manifest', 'it is no JSON', error)
  }
}

/** {@link parseManifest} of `manifest.json`. */
export const parseManifestText = (content: string): Manifest => parseManifest(jsonOf(content))
