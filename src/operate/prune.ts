import { SeaworthyError } from '../base/error.ts'
import { isoSeconds } from '../base/time.ts'
import type { Config } from '../config/config.ts'
import { listContainers, listServiceImages } from '../host/docker.ts'
import type { DockerCall } from '../host/docker-call.ts'
import {
  dockerMessage,
  parseContainers,
  parseImageNames,
  parseImages,
} from '../host/docker-parse.ts'
import { pathsOf } from '../host/names.ts'
import type { Host } from '../host/port.ts'
import type { Script } from '../host/script.ts'
import { underErrandLock, type Errand, type ErrandOptions } from '../rollout/errand.ts'
import { performScript } from '../rollout/perform.ts'
import { hostOf, type Ports } from '../rollout/ports.ts'
import { pruneWords } from '../rollout/steps/prune.ts'
import { hasGone, wouldGo, type Gone, type Stock } from './prune-plan.ts'

/** What went from one host, or would go; `error` where not all of it could. */
export interface Pruned extends Gone {
  readonly host: string
  readonly error: SeaworthyError | undefined
}

const lookAtStock = async (host: Host, config: Config, signal: AbortSignal): Promise<Stock> => {
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

const pruneScript = ({ config, token, run }: Errand, now: number): Script => ({
  kind: 'script',
  title: 'prune old containers and images',
  words: [
    { word: 'guard', owner: pathsOf(config).owner, token },
    ...pruneWords({ ...config, actor: run.actor }, isoSeconds(now)),
  ],
  changes: true,
  timeoutMs: 300_000,
})

const pruneOn = async (host: Host, errand: Errand, ports: Ports): Promise<Pruned> => {
  const { signal, clock } = ports
  const before = await lookAtStock(host, errand.config, signal)
  const answer = await performScript(host, pruneScript(errand, clock.now()), signal)
  const failed = Object.keys(answer.values).filter((key) => key.startsWith('warning-'))
  const gone = hasGone(before, await lookAtStock(host, errand.config, signal))
  const message = `${host.name}: not everything could be pruned`
  const error =
    failed.length === 0
      ? undefined
      : new SeaworthyError('script-failed', message, { evidence: [answer.stderr.trim()] })
  return { host: host.name, ...gone, error }
}

const failedOn = (host: string, reason: unknown): Pruned => {
  if (!(reason instanceof SeaworthyError)) throw reason
  return { host, containers: [], images: [], error: reason }
}

/**
 * Removes from every host what a deploy would remove at its end, under the deploy lock.
 * @returns what went from each host, and what kept the rest
 * @throws SeaworthyError `lock-held` when somebody has the lock; whatever a host throws before that.
 */
export const prune = (
  errand: Errand,
  ports: Ports,
  options: ErrandOptions,
): Promise<readonly Pruned[]> =>
  underErrandLock(errand, ports, options, async () => {
    const pruning = errand.hosts.map((name) => pruneOn(hostOf(ports, name), errand, ports))
    const results = await Promise.allSettled(pruning)
    ports.signal.throwIfAborted()
    return results.map((result, at) =>
      result.status === 'fulfilled'
        ? result.value
        : failedOn(errand.hosts[at] ?? '', result.reason),
    )
  })

/** What a prune would remove now. Nothing is changed, and no lock is asked for. */
export const planPrune = ({ config, hosts }: Errand, ports: Ports): Promise<readonly Pruned[]> =>
  Promise.all(
    hosts.map(async (host) => {
      const stock = await lookAtStock(hostOf(ports, host), config, ports.signal)
      return { host, ...wouldGo(stock, config), error: undefined }
    }),
  )
