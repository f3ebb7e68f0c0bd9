import { runLabel } from '../../../src/host/names.ts'
import type { Strike } from '../../support/simulated/faults.ts'
import type { Happening } from '../../support/simulated/world.ts'
import type { Built, JobRecord } from '../world.ts'

/** What is judged: everything that happened, and where it ended. */
export interface Played {
  readonly built: Built
  readonly strikes: readonly Strike[]
  /** The job whose end is judged: the first, or the next after a kill. */
  readonly last: JobRecord
}

/** What is wrong, in a few words each; nothing when the invariant held. */
export type Judge = (played: Played) => readonly string[]

type Holding<W, H> = H extends { readonly what: infer K } ? (W extends K ? H : never) : never

export type Of<W extends Happening['what']> = Holding<W, Happening>

export const happenings = <W extends Happening['what']>(
  { built }: Played,
  what: W,
): readonly Of<W>[] => built.world.history.filter((one): one is Of<W> => one.what === what)

/** Faults that stop a host, Docker or a proxy: requests are lost whatever anybody does. */
const stopping: readonly Strike['kind'][] = ['reboot', 'docker-restart']

export const hostsStayUp = ({ strikes }: Played): boolean =>
  strikes.every(({ kind }) => !stopping.includes(kind))

/** Containers that no rollout of ours has made: those of Kamal, before or meanwhile. */
export const isForeign = (played: Played, id: string): boolean =>
  isOld(played, id) ||
  happenings(played, 'created').some((one) => one.id === id && one.labels[runLabel] === undefined)

/** Containers that were there before the first job. */
export const isOld = ({ built }: Played, id: string): boolean =>
  built.before.some((standing) => standing.includes(` ${id.slice(0, 8)}"`))

/** Who serves a service on a host at a moment. */
export const servesAt = (played: Played, host: string, at: number): readonly Of<'serves'>[] => {
  const latest = new Map<string, Of<'serves'>>()
  for (const one of happenings(played, 'serves'))
    if (one.host === host && one.at <= at) latest.set(one.service, one)
  return [...latest.values()]
}
