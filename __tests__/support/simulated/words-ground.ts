import type { Word } from '../../../src/host/word.ts'
import { exists, putFile } from './files.ts'
import type { Machine } from './machine.ts'
import type { Said } from './proxy.ts'

type Of<K extends Word['word']> = Extract<Word, { word: K }>

const ok: Said = { code: 0, stderr: '' }

/** Packages take their time. */
const installMs = 20_000

const install = async (machine: Machine): Promise<Said> => {
  if (!machine.bare) return ok
  const { boots } = machine
  await machine.world.clock.sleep(installMs)
  if (machine.boots !== boots) return { code: 1, stderr: '' }
  machine.bare = false
  machine.dockerAway = false
  return ok
}

const put = ({ files, full }: Machine, { path, base64 }: Of<'put'>): Said => {
  if (full) return { code: 74, stderr: 'printf: I/O error\n' }
  if (putFile(files, path, Buffer.from(base64, 'base64').toString('utf8'))) return ok
  return { code: 74, stderr: `cannot create ${path}.new: Directory nonexistent\n` }
}

const own = ({ files }: Machine, { path, mode, owner }: Of<'own'>): Said => {
  if (exists(files, path) || (mode ?? owner) === undefined) return ok
  const [program, verb] = mode === undefined ? ['chown', 'access'] : ['chmod', 'access']
  return { code: 1, stderr: `${program}: cannot ${verb} '${path}': No such file or directory\n` }
}

/** Words for a host that has nothing yet, and for what an accessory gets to see. */
export const sayGround = (
  machine: Machine,
  word: Of<'find-program' | 'install-docker' | 'put' | 'own'>,
  values: Record<string, string>,
): Said | Promise<Said> => {
  switch (word.word) {
    case 'find-program':
      if (word.program === 'docker' && !machine.bare) values[word.as] = '/usr/bin/docker\n'
      return ok
    case 'install-docker':
      return install(machine)
    case 'put':
      return put(machine, word)
    case 'own':
      return own(machine, word)
  }
}
