import { renderWord } from './render-word.ts'
import type { Script } from './script.ts'

/** Marks the lines of a script's output that are ours. */
const mark = '@seaworthy'

/**
 * The text given to the host's `sh` on standard input. It is one function called on the last line, so
 * a half-received script does nothing (the redirection comes first: cut after it, nothing is called
 * yet); standard input is closed to every command in it.
 */
export const renderScript = (script: Script): string =>
  [
    'seaworthy() {',
    'set -e',
    'at=0',
    `trap 'code=$?; [ "$code" = 0 ] || printf "\\n${mark} failed %s\\n" "$at"' EXIT`,
    `found() { printf '\\n${mark} value %s ' "$1"; base64 | tr -d '\\n'; printf '\\n'; }`,
    // A file that vanishes meanwhile was absent; one that can't be read ends the script.
    `fetch() { [ -f "$2" ] || return 0; data=$(base64 <"$2") || { [ ! -f "$2" ]; return; }; printf '\\n${mark} value %s ' "$1"; printf %s "$data" | tr -d '\\n'; printf '\\n'; }`,
    ...script.words.flatMap((word, index) => [`at=${String(index)}`, renderWord(word)]),
    '}',
    '</dev/null seaworthy',
    '',
  ].join('\n')

/** Reads back what words with an `as` found, and which word failed. */
export const parseScriptOutput = (
  stdout: string,
): { values: Record<string, string>; failedAt: number | undefined } => {
  const values: Record<string, string> = {}
  let failedAt: number | undefined
  for (const line of stdout.split('\n')) {
    const [lead, kind, name, data, more] = line.split(' ')
    if (lead !== mark || name === undefined || more !== undefined) continue
    if (kind === 'value') values[name] = Buffer.from(data ?? '', 'base64').toString('utf8')
    if (kind === 'failed') failedAt = Number(name)
  }
  return { values, failedAt }
}
