import { startContainer } from '../../../src/host/docker.ts'
import type { DockerCall } from '../../../src/host/docker-call.ts'
import type { Command } from '../../../src/host/port.ts'
import type { Word } from '../../../src/host/word.ts'
import type { Happening } from '../../support/simulated/world.ts'
import type { JobRecord } from '../world.ts'
import { canaries } from '../world-config.ts'
import {
  happenings,
  type Judge,
  type Of,
  type Played,
  type Witness,
  type Witnessed,
} from './judge.ts'

/** Changing scripts that stand in no plan: look, lock and fence, as the documentation has them. */
const fixed: readonly string[] = [
  'take the deploy lock, look',
  'succeed a run that has ended',
  'take the deploy lock again',
  'correct the journal',
  'free the deploy lock',
  'keep the deploy lock',
]

const jobOf = ({ built }: Played, number: number): JobRecord | undefined =>
  built.jobs.find(({ processes }) => processes.includes(number))

/** A plan has a container's name; what is said goes to the one that got it, by its id. */
const byName = (played: Played, { path }: DockerCall): string | undefined => {
  const id = /^\/containers\/([0-9a-f]{64})\/start$/.exec(path)?.[1]
  const made = happenings(played, 'created').find((one) => one.id === id)
  return made && startContainer(made.container).path
}

const wasTold = (played: Played, job: JobRecord | undefined, command: Command): boolean => {
  if (job?.told.has(command) === true) return true
  const path = command.kind === 'docker' ? byName(played, command) : undefined
  return [...(job?.told ?? [])].some((one) => one.kind === 'docker' && one.path === path)
}

/** Words of look, lock and fence; beside them only files of the lock may be touched. */
const fenceWords: readonly Word['word'][] = ['begin', 'bar', 'guard', 'seize', 'holds-lock']
const lookWords: readonly Word['word'][] = [
  ...(['read', 'read-each', 'list', 'free-disk', 'free-memory', 'find-program'] as const),
]

const isFixed = (word: Word): boolean => {
  if (fenceWords.includes(word.word) || lookWords.includes(word.word)) return true
  const path = 'path' in word ? word.path : 'to' in word ? word.to : ''
  return path.startsWith('.kamal/lock-')
}

const changesNothing = (command: Command): boolean => {
  if (command.kind === 'script') return command.words.every(isFixed)
  return command.kind === 'probe' || command.method === 'GET' || command.path.endsWith('/wait')
}

/** D9, of what stands in no plan: it is no more than look, lock and fence, whatever it says of itself. */
const onlyFixed: Judge = (played) =>
  happenings(played, 'exchange')
    .filter(({ command }) => !changesNothing(command))
    .filter(({ job, command }) => !wasTold(played, jobOf(played, job), command))
    .map(({ host, title }) => `${host}: "${title}" does more than look`)

/** D9: every changing command stood in a plan that was told before. */
export const toldBefore: Judge = (played) => [...untold(played), ...onlyFixed(played)]

const untold: Judge = (played) =>
  happenings(played, 'exchange')
    .filter(({ changes, title }) => changes && !fixed.includes(title))
    .filter(({ job, command }) => !wasTold(played, jobOf(played, job), command))
    .map(({ host, title }) => `${host}: "${title}" stood in no plan`)

const secretFile =
  /\/env\/(roles|accessories)\/\w+\.env(\.[\w.]+)?$|\/tls\/(\w+\/)?key\.pem$|\/web\/(staged|before)\/tls-\w+\/key\.pem$/

/** D14: no secret in what is said, told or left behind; an environment file is where it belongs. */
export const noSecrets: Judge = (played) => {
  const { built } = played
  const shows = (text: string): boolean => canaries.some((canary) => text.includes(canary))
  const said = happenings(played, 'exchange')
    .filter(({ command }) => shows(saidIn(command)))
    .map(({ host, title }) => `${host}: "${title}" says a secret`)
  const told = built.jobs.flatMap(({ words, token }) =>
    words.filter(shows).map(() => `${token} tells a secret`),
  )
  const files = built.machines.flatMap(({ name, files }) =>
    [...files]
      .filter(([path, text]) => !secretFile.test(path) && shows(text))
      .map(([path]) => `${name}: ${path} holds a secret`),
  )
  return [...said, ...told, ...files]
}

const saidIn = (command: Of<'exchange'>['command']): string => {
  if (command.kind === 'docker') return `${command.path} ${JSON.stringify(command.query ?? {})}`
  if (command.kind === 'probe') return ''
  return command.words.map((word) => (word.word === 'write' ? '' : JSON.stringify(word))).join(' ')
}

/** D7: at most one holder; a holder is followed by another only when its run has ended. */
export const oneHolder: Witness = (played) => {
  const { jobs } = played.built
  const wrong: string[] = []
  let holder: string | undefined
  for (const one of happenings(played, 'locked')) {
    const owner = jobs.find(({ token }) => token === holder)
    if (one.holder !== undefined && owner !== undefined && owner.endedAt > one.at)
      wrong.push(`${one.holder} took the lock from ${owner.token}, which still ran`)
    holder = one.holder
  }
  return [...wrong, ...withoutLock(played)]
}

const isCommanded = (one: Happening): one is Of<'started'> =>
  one.what === 'started' && one.by === 'command'

/** Changes that were made while nobody held the lock. */
const withoutLock = (played: Witnessed): readonly string[] => {
  const wrong: string[] = []
  let holder: string | undefined
  for (const one of played.built.world.history) {
    if (one.what === 'locked') holder = one.holder
    if (holder !== undefined) continue
    if (one.what === 'created' || one.what === 'routed' || isCommanded(one))
      wrong.push(`${one.host}: ${one.what} while nobody held the lock`)
  }
  return wrong
}

/** D17: on the success path at most six exec channels on a host. */
export const fewChannels: Witness = (played) =>
  played.built.machines.flatMap(({ name }) => {
    const scripts = happenings(played, 'exchange').filter(
      ({ host, command }) => host === name && command.kind === 'script',
    )
    return scripts.length <= 6 ? [] : [`${name}: ${String(scripts.length)} exec channels`]
  })

/** The same, but for what brings a host up: that comes once in its life. */
export const fewChannelsOnceUp: Judge = (played) =>
  played.built.scenario.bare === true ? [] : fewChannels(played)
