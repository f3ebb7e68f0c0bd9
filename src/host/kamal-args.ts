import type { DockerOption, Environment } from '../config/config.ts'
import { quote } from '../base/quote.ts'
import { dumpAscii } from './ruby.ts'

/**
 * A value as Kamal gives it to the host's shell (utils.rb `escape_shell_value`): in double quotes,
 * `${VAR}` left for the host to expand, every other `$` and backtick escaped.
 */
export const shellValue = (text: string): string =>
  dumpAscii(
    text,
    (dumped) => `"${dumped.replaceAll('`', '\\`').replace(/\$(?!\{[^}]*\})/g, '\\$')}"`,
  )

/** Ruby's `blank?`, for a text. */
const isBlank = (text: string): boolean => text.trim() === ''

/** `--env KEY="value"`; a blank value is `--env KEY`, which the host's shell environment fills. */
export const envArgs = (clear: Environment['clear']): readonly string[] =>
  Object.entries(clear).map(([key, value]) => {
    if (value === false) return `--env ${quote(key)}=false`
    if (value === null || isBlank(String(value))) return `--env ${quote(key)}`
    return `--env ${quote(key)}=${shellValue(String(value))}`
  })

/** `--label key="value"`; a blank value is a bare `--label key`. */
export const labelArgs = (labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(labels).map(([key, value]) =>
    isBlank(value) ? `--label ${quote(key)}` : `--label ${quote(key)}=${shellValue(value)}`,
  )

/** `--name "value"`, or a bare `--name`. */
export const optionArgs = (options: readonly DockerOption[]): readonly string[] =>
  options.map(({ name, value }) =>
    value === true ? quote(`--${name}`) : `${quote(`--${name}`)} ${shellValue(value)}`,
  )
