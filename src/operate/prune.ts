import { SeaworthyError } from '../base/error.ts'
import { isoSeconds } from '../base/time.ts'
import { listContainers, listServiceImages } from '../host/docker.ts'
import type { DockerCall } from '../host/docker-call.ts'
import {
  dockerMessage,
  parseContainers,
  parseImageNames,
  parseImages,
} from '../host/docker-parse.ts'
import type { Journal } from '../host/journal.ts'
import { releaseLock } from '../host/lock.ts'
import { pathsOf } from '../host/names.ts'
import type { Host } from '../host/port.ts'
import type { Script } from '../host/script.ts'
import { acquire } from '../rollout/acquire.ts'
import { journalOf } from '../rollout/journal.ts'
import { performScript } from '../rollout/perform.ts'
import { hostOf, type Ports } from '../rollout/ports.ts'
import type { Proof } from '../rollout/proof.ts'
import { claimOf, seizeAll } from '../rollout/seize.ts'
import { pruneWords } from '../rollout/steps/prune.ts'
import type { Rollout } from '../rollout/target.ts'
import { lookAtLock, requireFree } from './lock.ts'
import { hasGone, wouldGo, type Gone, type Stock } from './prune-plan.ts'

/** What went from one host, or would go; `error` where not all of it could. */
export interface Pruned extends Gone {
  readonly host: string
  readonly error: SeaworthyError | undefined
}

/** A prune is a rollout of nothing: it takes the same lock, and leaves the same kind of note. */
export interface Prune {
  /** Its targets are the hosts to prune. */
  readonly rollout: Rollout
  readonly ports: Ports
  /** Called before the lock is taken: a post phase frees it by this. */
  readonly remember: (journal: Journal) => void
}

const lookAtStock = async (
  host: Host,
  { config }: Rollout,
  signal: AbortSignal,
): Promise<Stock> => {
  const ask = async (call: DockerCall) => {
    const answer = await host.docker(call, signal)
    if (answer.status === 200) return answer
    throw new SeaworthyError(
      'docker-refused',
      `${host.name}: Docker refused "${call.title}": ${dockerMessage(answer)}`,
    )
  }
  const [containers, images] = await Promise.all([
    ask(listContainers(config.service)),
    ask(listServiceImages(config.service)),
  ])
  const names = parseImageNames(containers)
  return {
    containers: parseContainers(containers)
      .map((container) => ({ ...container, image: names.get(container.id) ?? '' }))
      .sort((a, b) => b.created - a.created),
    images: parseImages(images),
  }
}

const pruneScript = ({ config, token, run }: Rollout, now: number): Script => ({
  kind: 'script',
  title: 'prune old containers and images',
  words: [
    { word: 'guard', owner: pathsOf(config).owner, token },
    ...pruneWords({ ...config, actor: run.actor }, isoSeconds(now)),
  ],
  changes: true,
  timeoutMs: 300_000,
})

const pruneOn = async (host: Host, { rollout, ports }: Prune): Promise<Pruned> => {
  const { signal, clock } = ports
  const before = await lookAtStock(host, rollout, signal)
  const answer = await performScript(host, pruneScript(rollout, clock.now()), signal)
  const failed = Object.keys(answer.values).filter((key) => key.startsWith('warning-'))
  const gone = hasGone(before, await lookAtStock(host, rollout, signal))
  const message = `${host.name}: not everything could be pruned`
  const error =
    failed.length === 0
      ? undefined
      : new SeaworthyError('script-failed', message, { evidence: [answer.stderr.trim()] })
  return { host: host.name, ...gone, error }
}

/** Nobody's lock is taken over for a prune. */
const noProof: Proof = () =>
  Promise.resolve({ state: 'unknown', why: 'a prune takes over no lock' })

const takeLock = async ({ rollout, ports, remember }: Prune, journal: Journal): Promise<void> => {
  const host = hostOf(ports, rollout.lockHost)
  requireFree(host.name, await lookAtLock(host, rollout.config, ports.signal))
  remember(journal)
  const claim = claimOf(rollout)
  const acquired = await acquire({ host, journal, claim, proof: noProof, ports }, 0)
  if (acquired.state === 'refused') throw acquired.error
  if (acquired.state === 'inherited') throw new Error('a lock was inherited without proof')
}

const freeLock = (journal: Journal, { ports }: Prune): Promise<unknown> =>
  performScript(
    hostOf(ports, journal.primary),
    {
      kind: 'script',
      title: 'free the deploy lock',
      words: releaseLock(journal),
      changes: true,
      timeoutMs: 30_000,
    },
    ports.signal,
  )

const failedOn = (host: string, reason: unknown): Pruned => {
  if (!(reason instanceof SeaworthyError)) throw reason
  return { host, containers: [], images: [], error: reason }
}

/**
 * Removes from every target what a deploy would remove at its end, under the deploy lock.
 * @returns what went from each host, and what kept the rest
 * @throws SeaworthyError `lock-held` when somebody has the lock; whatever a host throws before that.
 */
export const prune = async (what: Prune): Promise<readonly Pruned[]> => {
  const { rollout, ports } = what
  const journal = journalOf({ ...rollout, targets: [] }, {})
  await takeLock(what, journal)
  const hosts = rollout.targets.map(({ host }) => hostOf(ports, host))
  const seized = await seizeAll(hosts, claimOf(rollout), ports.signal)
  const ours = hosts.filter(({ name }) => seized.fleet[name] !== undefined)
  const results = await Promise.allSettled(ours.map((host) => pruneOn(host, what)))
  ports.signal.throwIfAborted()
  await freeLock(journal, what)
  return [
    ...results.map((result, at) =>
      result.status === 'fulfilled' ? result.value : failedOn(ours[at]?.name ?? '', result.reason),
    ),
    ...seized.failures.map(({ host, error }) => failedOn(host, error)),
  ]
}

/** What a prune would remove now. Nothing is changed, and no lock is asked for. */
export const planPrune = ({
  rollout,
  ports,
}: Omit<Prune, 'remember'>): Promise<readonly Pruned[]> =>
  Promise.all(
    rollout.targets.map(async ({ host }) => {
      const stock = await lookAtStock(hostOf(ports, host), rollout, ports.signal)
      return { host, ...wouldGo(stock, rollout.config), error: undefined }
    }),
  )
