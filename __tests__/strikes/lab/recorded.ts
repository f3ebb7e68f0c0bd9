import { onHost, type LabHost } from '../../../lab/kit/lab.ts'
import type { Happening } from '../../support/simulated/world.ts'

/** Of a host of a trial: who it is, and whether somebody restarted its Docker. */
export interface Source {
  readonly host: LabHost
  readonly name: string
  readonly isRestarted: boolean
}

interface DockerEvent {
  readonly Action: string
  readonly timeNano: number
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> }
}

/** A line of kamal-proxy's log: a request that was answered, or word of a deploy. */
interface ProxyLine {
  readonly time: string
  readonly msg: string
  readonly service?: string
  readonly path?: string
  readonly status?: number
  readonly target?: string
  readonly targets?: readonly string[]
  /** Nanoseconds. */
  readonly duration?: number
}

const parsed = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as unknown)

/** Milliseconds since 1970, with their fraction: `Date` would cut it off. */
const msOf = (time: string): number => {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? ''
  return Date.parse(time.replace(/\.\d+/, '')) + Number(`0.${fraction || '0'}`) * 1000
}

/** What became of a service's containers, from Docker's own events. */
export const lifeOf = (
  source: Pick<Source, 'name' | 'isRestarted'>,
  text: string,
): readonly Happening[] =>
  (parsed(text) as readonly DockerEvent[]).flatMap(
    ({ Action, timeNano, Actor }): readonly Happening[] => {
      const { name = '', ...labels } = Actor.Attributes
      const base = {
        at: timeNano / 1e6,
        host: source.name,
        id: Actor.ID.slice(0, 12),
        container: name,
      }
      if (Action === 'create') return [{ ...base, what: 'created', labels }]
      // Docker's events don't say who: after a restart of dockerd it may have been the restart policy.
      if (Action === 'start')
        return [{ ...base, what: 'started', by: source.isRestarted ? 'policy' : 'command' }]
      if (Action === 'die') return [{ ...base, what: 'exited' }]
      return Action === 'destroy' ? [{ ...base, what: 'removed' }] : []
    },
  )

interface Answer {
  readonly by: string | undefined
  readonly answer: string
}

const answerOf = ({ status = 0, target = '' }: ProxyLine): Answer => {
  if (status === 404 && target === '') return { by: undefined, answer: 'no route' }
  if (status >= 500) return { by: undefined, answer: `bad gateway: ${String(status)}` }
  return { by: target.split(':')[0], answer: target }
}

/**
 * Who answered requests, and when that changed, from the proxy's log: a request counts from when it
 * came. Slow ones and WebSockets are left out; they belong to who had them at their beginning.
 */
export const answersOf = (host: string, service: string, text: string): readonly Happening[] => {
  const found = (parsed(text) as readonly ProxyLine[]).flatMap((line): readonly Happening[] => {
    const at = msOf(line.time)
    const serves = { what: 'serves', host, service } as const
    if (line.msg === 'Deployed' && line.service === service) {
      const targets = line.targets ?? []
      const by = targets[0]?.split(':')[0]
      return [
        { what: 'routed', at, host, service, targets },
        { ...serves, at, by, answer: targets[0] ?? 'no route' },
      ]
    }
    if (line.msg !== 'Request' || line.path !== '/') return []
    const begun = at - (line.duration ?? 0) / 1e6
    return [{ ...serves, at: begun, ...answerOf(line) }]
  })
  let last = ''
  return found
    .toSorted((one, other) => one.at - other.at)
    .filter((one) => {
      if (one.what !== 'serves') return true
      const is = `${one.by ?? ''} ${one.answer}`
      const isNew = is !== last
      last = is
      return isNew
    })
}

/** Lines of the proxy's log on requests for a visitor's host, and all that it says of deploys. */
const proxyLog = (since: string, visited: string): string =>
  `docker logs --since ${since} kamal-proxy 2>/dev/null | grep -F -e '"host":"${visited}"' -e '"msg":"Deployed"'`

/** What Docker and the proxy of a host have recorded of a service since a moment. */
export const recordedOn = async (
  source: Source,
  service: string,
  sinceMs: number,
): Promise<readonly Happening[]> => {
  const since = (sinceMs / 1000).toFixed(3)
  const until = (Date.now() / 1000).toFixed(3)
  const filter = `--filter type=container --filter label=service=${service}`
  const [events, log] = await Promise.all([
    onHost(
      source.host,
      `docker events --since ${since} --until ${until} ${filter} --format '{{json .}}'`,
    ),
    onHost(source.host, proxyLog(since, `${service}.lab`)),
  ])
  if (events.code !== 0) throw new Error(`${source.host.name}: ${events.stderr}`)
  return [...lifeOf(source, events.stdout), ...answersOf(source.name, `${service}-web`, log.stdout)]
}
