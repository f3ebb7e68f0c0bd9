import { busyCode, fencedCode } from '../../../src/host/render-fence.ts'
import type { Script, ScriptAnswer } from '../../../src/host/script.ts'
import type { Word } from '../../../src/host/word.ts'
import { sayGround } from './words-ground.ts'
import { exists, isFolder, list, makeFolder, putFile } from './files.ts'
import type { Before } from './faults.ts'
import type { Machine, RunningScript } from './machine.ts'
import { deploy, remove, type Said } from './proxy.ts'
import { failed, ok, sayFile } from './words-files.ts'
import { sayContainer } from './words-docker.ts'
import { isWebWord, sayWeb } from './words-web.ts'

type Of<K extends Word['word']> = Extract<Word, { word: K }>
type Values = Record<string, string>

const sayRead = (
  machine: Machine,
  word: Of<'read' | 'read-each' | 'list' | 'free-disk' | 'free-memory'>,
  values: Values,
): Said => {
  const { files } = machine
  const found = (as: string, text: string | undefined): void => {
    if (text !== undefined) values[as] = text
  }
  if (word.word === 'read') found(word.as, files.get(word.path))
  if (word.word === 'read-each')
    for (const folder of list(files, word.path))
      found(`${word.as}/${folder}`, files.get(`${word.path}/${folder}/${word.file}`))
  if (word.word === 'list' && isFolder(files, word.path))
    found(word.as, list(files, word.path).join('\n'))
  if (word.word === 'free-disk')
    found(
      word.as,
      word.path.startsWith('/') || exists(files, word.path)
        ? `${String(machine.freeDiskKiB)}\n`
        : '',
    )
  if (word.word === 'free-memory') found(word.as, '1000000\n')
  return ok
}

const diskFull = failed(2, 'printf: I/O error')

const guard = (machine: Machine, word: Of<'guard'>, script: RunningScript): Said => {
  if (machine.full) return diskFull
  script.noted = word.token
  return machine.files.get(word.owner) === word.token
    ? ok
    : failed(fencedCode, 'another run owns this host now')
}

const begin = (machine: Machine, word: Of<'begin'>, script: RunningScript): Said => {
  if (machine.full) return diskFull
  script.noted = word.token
  makeFolder(machine.files, folderOf(word.owner))
  return machine.files.has(`${word.owner}.ended.${word.token}`)
    ? failed(fencedCode, 'the run that sent this has ended')
    : ok
}

const bar = (machine: Machine, word: Of<'bar'>): Said => {
  if (machine.full) return diskFull
  makeFolder(machine.files, folderOf(word.owner))
  putFile(machine.files, `${word.owner}.ended.${word.token}`, '')
  for (const other of machine.scripts) if (other.noted?.startsWith(word.token)) endScript(other)
  return ok
}

const folderOf = (owner: string): string => owner.slice(0, owner.lastIndexOf('/'))

const seize = async (machine: Machine, word: Of<'seize'>, mine: RunningScript): Promise<Said> => {
  const { clock } = machine.world
  if (machine.full) return diskFull
  makeFolder(machine.files, folderOf(word.owner))
  putFile(machine.files, word.owner, word.token)
  for (const other of machine.scripts)
    if (other.noted !== undefined && other !== mine) endScript(other)
  const until = clock.now() + word.waitMs
  while (word.services.some((service) => machine.deploying.includes(service))) {
    if (clock.now() >= until)
      return failed(busyCode, 'a deploy of an earlier run is still going on in kamal-proxy')
    await clock.sleep(200)
  }
  return ok
}

const holdsLock = ({ files }: Machine, word: Of<'holds-lock'>): Said =>
  (files.get(word.journal) ?? '').includes(`"token":"${word.token}"`)
    ? ok
    : failed(fencedCode, 'the deploy lock is not ours any more')

const tried = async (
  machine: Machine,
  word: Of<'try'>,
  script: RunningScript,
  values: Values,
): Promise<Said> => {
  const { code, stderr } = await sayWord(machine, word.does, script, values)
  if (code !== 0) values[word.as] = word.does.word
  return { code: 0, stderr }
}

const withoutDocker = failed(
  1,
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
)

const saidWithout = (word: Word): Said => {
  if (word.word !== 'start') return withoutDocker
  const more = `Error: failed to start containers: ${word.container}\n`
  return { code: 1, stderr: withoutDocker.stderr + more }
}

/** Carries out one word. */
export const sayWord = (
  machine: Machine,
  word: Word,
  script: RunningScript,
  values: Values,
): Said | Promise<Said> => {
  if (isWebWord(word)) return sayWeb(machine, word)
  switch (word.word) {
    case 'try':
      return tried(machine, word, script, values)
    case 'find-program':
    case 'install-docker':
    case 'put':
    case 'own':
      return sayGround(machine, word, values)
    case 'begin':
      return begin(machine, word, script)
    case 'bar':
      return bar(machine, word)
    case 'guard':
      return guard(machine, word, script)
    case 'seize':
      return seize(machine, word, script)
    case 'holds-lock':
      return holdsLock(machine, word)
    case 'read':
    case 'read-each':
    case 'list':
    case 'free-disk':
    case 'free-memory':
      return sayRead(machine, word, values)
    case 'dir':
    case 'write':
    case 'append':
    case 'move':
    case 'publish':
    case 'remove':
      return sayFile(machine, word)
    case 'switch-back':
      if (machine.dockerAway) return withoutDocker
      return deploy(machine, word.service, word.targets, word.flags)
    case 'unroute': {
      if (machine.dockerAway) return withoutDocker
      const said = remove(machine, word.service)
      return said.stderr.includes('service not found') ? ok : said
    }
    default:
      return machine.dockerAway ? saidWithout(word) : sayContainer(machine, word, values)
  }
}

/** What `seize` and a reboot do to a script: it says nothing more; what it asked of others goes on. */
export const endScript = (script: RunningScript): void => {
  script.ended = true
  script.onEnd()
}

/** One millisecond for each word: scripts of several runs interleave, as on a real host. */
const wordMs = 1

const sayAll = async (
  machine: Machine,
  words: readonly Word[],
  script: RunningScript,
  before: Before | undefined,
): Promise<ScriptAnswer> => {
  const values: Values = {}
  let stderr = ''
  for (const [index, word] of words.entries()) {
    await machine.world.clock.sleep(wordMs)
    if (script.ended) break
    if (before?.word === index) before.happens()
    const said = await sayWord(machine, word, script, values)
    stderr += said.stderr
    if (said.code !== 0) return { code: said.code, values, failedAt: index, stderr }
  }
  return { code: 0, values, failedAt: undefined, stderr }
}

/**
 * Carries out a script by its words. `stopAt`: a power cut just before that word.
 * A script that is ended answers at once, as a shell that a signal has ended.
 */
export const sayScript = (
  machine: Machine,
  { words }: Pick<Script, 'words'>,
  stopAt = words.length,
  before?: Before,
): Promise<ScriptAnswer> => {
  const script: RunningScript = { noted: undefined, ended: false, onEnd: () => undefined }
  machine.scripts.add(script)
  const killed = new Promise<ScriptAnswer>((resolve) => {
    script.onEnd = () => resolve({ code: null, values: {}, failedAt: undefined, stderr: '' })
  })
  const said = sayAll(machine, words.slice(0, stopAt), script, before).finally(() => {
    machine.scripts.delete(script)
  })
  return Promise.race([said, killed]).then((answer) =>
    stopAt < words.length && answer.code === 0 ? { ...answer, code: null } : answer,
  )
}
