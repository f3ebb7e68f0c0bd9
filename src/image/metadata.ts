import type { FilePlace } from '../base/error.ts'
import { isRecord, parsed, recordsOf, textOf } from '../base/unknown.ts'

/** A rule of Docker's build checks that the Dockerfile does not keep. */
export interface Check {
  readonly rule: string
  readonly message: string
  readonly place: FilePlace | undefined
}

/** What buildx says of a build in its metadata file. */
export interface Metadata {
  /** Of the image, or of the index over its platforms: what hosts pull. */
  readonly digest: string | undefined
  readonly checks: readonly Check[]
}

/** Texts are bytes in Go, and so base64 in its JSON. */
const decoded = (value: unknown): string =>
  Buffer.from(textOf(value) ?? '', 'base64')
    .toString('utf8')
    .trim()

const placeOf = (warning: Readonly<Record<string, unknown>>): FilePlace | undefined => {
  const { filename } = isRecord(warning['sourceInfo']) ? warning['sourceInfo'] : {}
  const start = recordsOf(warning['range'])[0]?.['start']
  const line = isRecord(start) ? start['line'] : undefined
  const file = textOf(filename)
  return file === undefined || typeof line !== 'number' ? undefined : { file, line }
}

/** `short` is `Rule: what is wrong (line 3)`; the detail explains the rule. */
const checkOf = (warning: Readonly<Record<string, unknown>>): Check => {
  const short = decoded(warning['short'])
  const [, rule = 'build check', text = short] = /^([A-Z][A-Za-z]+): ([^]*)$/.exec(short) ?? []
  const detail = (Array.isArray(warning['detail']) ? warning['detail'] : []).map(decoded).join(' ')
  const url = textOf(warning['url']) ?? ''
  const message = [text.replace(/ \(line \d+\)$/, ''), detail, url].filter((part) => part !== '')
  return { rule, message: message.join('\n'), place: placeOf(warning) }
}

/** Reads buildx's metadata file; what is not in it is left out. */
export const readMetadata = (text: string): Metadata => {
  const value = parsed(text)
  const metadata = isRecord(value) ? value : {}
  const digest = textOf(metadata['containerimage.digest'])
  return {
    digest: digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined,
    checks: recordsOf(metadata['buildx.build.warnings']).map(checkOf),
  }
}
