import type { Happening } from '../../support/simulated/world.ts'
import { canaries, type JobRecord } from '../world.ts'
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

/** D9: every changing command stood in a plan that was told before. */
export const toldBefore: Judge = (played) =>
  happenings(played, 'exchange')
    .filter(({ changes, title }) => changes && !fixed.includes(title))
    .filter(({ job, command }) => jobOf(played, job)?.told.has(command) !== true)
    .map(({ host, title }) => `${host}: "${title}" stood in no plan`)

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
      .filter(([path, text]) => !/\/env\/roles\/\w+\.env(\.[\w.]+)?$/.test(path) && shows(text))
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
