import { SeaworthyError } from '../../base/error.ts'
import type { ProxyState } from '../../fleet/state.ts'
import type { DockerAnswer } from '../../host/docker-call.ts'
import { parsePublished } from '../../host/docker-parse.ts'
import type { Host } from '../../host/port.ts'
import type { Probe, ProbeAnswer } from '../../host/probe.ts'
import type { Ports } from '../ports.ts'

const everyMs = 50
/** How long the new proxy may take until it answers as the old one did. */
const patienceMs = 30_000

/** A host name that it routes, as `kamal-proxy.state` has it. */
const routedHost = (proxy: ProxyState): string | undefined => {
  if (proxy.state !== 'running') return undefined
  const flags = (proxy.services ?? []).flatMap((service) => service.flags)
  return flags.flatMap((flag) => /^--host="?([^"*]+)"?$/.exec(flag)?.[1] ?? [])[0]
}

/** A request to the proxy by its published port; undefined when it runs without one. */
export const probeFor = (proxy: ProxyState, inspected: DockerAnswer): Probe | undefined => {
  if (proxy.state !== 'running' || inspected.status !== 200) return undefined
  const published = parsePublished(inspected, 80)
  if (published === undefined) return undefined
  const hostHeader = routedHost(proxy) ?? 'localhost'
  return { kind: 'probe', ...published, path: '/up', hostHeader, timeoutMs: 1000 }
}

/** What the answer was, as far as it must come back. */
const gist = (answer: ProbeAnswer): string =>
  answer.outcome === 'answered' ? `answered ${String(answer.status)}` : answer.outcome

interface Watching {
  readonly over: () => boolean
  readonly before: string
}

/** Asks until the work is over and all is as before. */
const watch = async (
  host: Host,
  probe: Probe,
  { clock, signal }: Ports,
  { over, before }: Watching,
): Promise<number> => {
  const marks: number[] = []
  let until = Infinity
  for (;;) {
    const asked = clock.now()
    const good = gist(await host.probe(probe, signal)) === before
    if (!good) marks.push(asked, clock.now())
    const ended = over()
    if (ended && good)
      return marks.length === 0 ? 0 : Math.max(...marks, asked) - Math.min(...marks)
    if (ended && until === Infinity) until = clock.now() + patienceMs
    if (clock.now() > until)
      throw new SeaworthyError(
        'proxy-refused',
        `kamal-proxy on ${host.name} does not answer ${probe.hostHeader} as before (${before})`,
        { hint: `see docker logs kamal-proxy on ${host.name}; the deploy lock is free again` },
      )
    await clock.sleep(everyMs, signal)
  }
}

/**
 * Does `work` while requests are sent to the proxy through the SSH connection, from the host itself.
 * @returns for how many milliseconds they were not answered as before; undefined without a way to ask
 * @throws SeaworthyError what `work` throws; `proxy-refused` when the answers do not come back.
 */
export const measureGap = async (
  host: Host,
  probe: Probe | undefined,
  ports: Ports,
  work: () => Promise<void>,
): Promise<number | undefined> => {
  if (probe === undefined) {
    await work()
    return undefined
  }
  const before = gist(await host.probe(probe, ports.signal))
  if (before === 'forbidden') {
    await work()
    return undefined
  }
  let isOver = false
  const working = work().finally(() => (isOver = true))
  const [gap] = await Promise.all([
    watch(host, probe, ports, { over: () => isOver, before }),
    working,
  ])
  return gap
}
