import type { Config } from '../../src/config/config.ts'
import { formatMistake } from '../../src/config/mistake.ts'
import type { Programs } from '../../src/config/programs.ts'
import { readConfig, type ConfigResult } from '../../src/config/read.ts'
import { noPrograms } from '../support/programs.ts'

/** The four lines that every file here starts with; a line of its own takes the place of one. */
export interface Lines {
  readonly service?: string
  readonly image?: string
  readonly registry?: string
  readonly servers?: string
}

/** What is added to the four lines, or put in their place, and what is then wrong. */
export type Case = readonly [
  title: string,
  added: string,
  lines: Lines,
  mistakes: readonly string[],
]

/** A whole file: the four first lines, and what a test adds from line 5 on. */
export const deployYml = (added = '', lines: Lines = {}): string =>
  [
    lines.service ?? 'service: app',
    lines.image ?? 'image: acme/app',
    lines.registry ?? 'registry: {username: u, password: p}',
    lines.servers ?? 'servers: [1.1.1.1]',
    added,
  ].join('\n')

export interface Checkout {
  readonly files: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly destination?: string
  readonly programs?: Programs
  /** An accessory that is to be made, or `all`. */
  readonly accessories?: string
}

export const readCheckout = ({
  files,
  env = {},
  destination,
  programs = noPrograms,
  accessories,
}: Checkout): ConfigResult =>
  readConfig(
    { file: 'deploy.yml', destination, accessories },
    { read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined), env, programs },
  )

/** What is wrong with a checkout, one line per mistake. */
export const mistakesOf = (checkout: Checkout): readonly string[] => {
  const result = readCheckout(checkout)
  return result.ok ? [] : result.mistakes.map(formatMistake)
}

/** What is wrong with a single file. */
export const mistakesIn = (text: string): readonly string[] =>
  mistakesOf({ files: { 'deploy.yml': text } })

/** The configuration of a checkout without mistakes. */
export const configOf = (checkout: Checkout): Config => {
  const result = readCheckout(checkout)
  if (result.ok) return result.config
  throw new Error(result.mistakes.map(formatMistake).join('\n'))
}

export const configIn = (text: string): Config => configOf({ files: { 'deploy.yml': text } })

/** The warnings of a checkout without mistakes. */
export const warningsOf = (checkout: Checkout): readonly string[] => {
  const result = readCheckout(checkout)
  return result.ok ? result.warnings.map(formatMistake) : ['not readable']
}
