import type { DockerCall } from '../../host/docker-call.ts'
import { configLabel } from '../../host/names.ts'
import type { Command } from '../../host/port.ts'
import type { ShellArg, Word } from '../../host/word.ts'

/** Only files of this name may be read with mode 600: the journal holds no secret. */
const journal = '/journal.json'
const envFolder = /^\.kamal\/apps\/[^/]+\/env\//

const isSecretFile = (path: string, mode: string | undefined): boolean =>
  envFolder.test(path) || (mode === '600' && !path.endsWith(journal))

/** Names of variables in an environment file, or nothing when it does not read like one. */
const namesIn = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => /^([A-Za-z_][\w.-]*)=/.exec(line)?.[1] ?? [])

/** What stands in the place of an environment file: `<2 secrets: DATABASE_URL, KEY>`. */
const placeholder = (text: string): string => {
  if (text.startsWith('-----BEGIN')) return '<a private key>'
  const lines = text.split('\n').filter((line) => line !== '')
  const names = namesIn(text)
  const noun = lines.length === 1 ? 'secret' : 'secrets'
  const listed = names.length === lines.length && names.length > 0 ? `: ${names.join(', ')}` : ''
  return `<${String(lines.length)} ${noun}${listed}>`
}

/** A digest over the environment would let a weak secret be guessed from a public log. */
const fingerprint = new RegExp(`^(--label ${configLabel.replace('.', '\\.')})=.*$`)

const concealArg = (arg: ShellArg): ShellArg =>
  typeof arg === 'string' ? arg : { raw: arg.raw.replace(fingerprint, '$1="<digest>"') }

const concealWord = (word: Word): Word => {
  if (word.word === 'create') return { ...word, args: word.args.map(concealArg) }
  if (word.word === 'try') {
    const does = concealWord(word.does)
    return does.word === 'try' ? word : { ...word, does }
  }
  if (word.word === 'write')
    return isSecretFile(word.path, word.mode) ? { ...word, text: placeholder(word.text) } : word
  if (word.word === 'append')
    return isSecretFile(word.path, undefined) ? { ...word, text: placeholder(word.text) } : word
  return word
}

const concealCall = ({ registryAuth, ...call }: DockerCall): DockerCall =>
  registryAuth === undefined ? call : { ...call, registryAuth: '***' }

/**
 * A command without its secrets, for reading: done to the data, before a shell's or a URL's quoting
 * could hide a secret from whoever looks for it.
 */
export const conceal = (command: Command): Command => {
  if (command.kind === 'docker') return concealCall(command)
  if (command.kind === 'script') return { ...command, words: command.words.map(concealWord) }
  return command
}
