import { dumpAscii } from './ruby.ts'

const value = (text: string): string =>
  dumpAscii(text, (dumped) => dumped.replaceAll('\\"', '"').replaceAll('\\#', '#'))

/**
 * The environment file of a role, byte for byte as Kamal 2.12 writes it (lib/kamal/env_file.rb):
 * Docker reads it literally, so an app sees a line break as the two characters `\n`.
 */
export const envFileText = (secrets: Readonly<Record<string, string>>): string => {
  const lines = Object.entries(secrets).map(([key, text]) => `${key}=${value(text)}\n`)
  return lines.length === 0 ? '\n' : lines.join('')
}
