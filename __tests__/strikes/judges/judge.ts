import { runLabel } from '../../../src/host/names.ts'
import type { Strike } from '../../support/simulated/faults.ts'
import type { Machine } from '../../support/simulated/machine.ts'
import type { Happening } from '../../support/simulated/world.ts'
import type { Scenario } from '../scenarios.ts'
import type { Built, JobRecord } from '../world.ts'

/** As much of what happened as most judges need: recorded from simulated hosts, or on the lab. */
export interface Witnessed {
  readonly built: {
    readonly world: { readonly history: readonly Happening[] }
    readonly scenario: Pick<Scenario, 'serves'>
    /** What served on each host before the first job, as `standingOn` tells it. */
    readonly before: readonly string[]
    readonly machines: readonly Pick<Machine, 'name' | 'drainMs'>[]
    readonly jobs: readonly Pick<JobRecord, 'token' | 'endedAt'>[]
  }
  readonly strikes: readonly { readonly kind: string }[]
}

/** What is wrong, in a few words each; nothing when the invariant held. */
export type Witness = (seen: Witnessed) => readonly string[]

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
  { built }: Pick<Witnessed, 'built'>,
  what: W,
): readonly Of<W>[] => built.world.history.filter((one): one is Of<W> => one.what === what)

/** Faults that stop a host, Docker or a proxy: requests are lost whatever anybody does. */
const stopping: readonly string[] = ['reboot', 'docker-restart']

export const hostsStayUp = ({ strikes }: Witnessed): boolean =>
  strikes.every(({ kind }) => !stopping.includes(kind))

/** Containers that no rollout of ours has made: those of Kamal, before or meanwhile. */
export const isForeign = (played: Witnessed, id: string): boolean =>
  isOld(played, id) ||
  happenings(played, 'created').some((one) => one.id === id && one.labels[runLabel] === undefined)

/** Containers that were there before the first job. */
export const isOld = ({ built }: Witnessed, id: string): boolean =>
  built.before.some((standing) => standing.includes(` ${id.slice(0, 8)}"`))

/** Who serves a service on a host at a moment. */
export const servesAt = (played: Witnessed, host: string, at: number): readonly Of<'serves'>[] => {
  const latest = new Map<string, Of<'serves'>>()
  for (const one of happenings(played, 'serves'))
    if (one.host === host && one.at <= at) latest.set(one.service, one)
  return [...latest.values()]
}
