import type { ContainerDetail } from '../../host/docker-parse.ts'
import type { DockerAnswer } from '../../host/docker-call.ts'
import type { End, Evidence } from './evidence.ts'

const endedStates = ['exited', 'dead', 'restarting', 'removing']

/** Whether Docker has started it again: then its state tells of the new process only. */
export const hidesItsEnd = (detail: ContainerDetail): boolean =>
  detail.restartCount > 0 && !endedStates.includes(detail.status)

/** How the process ended; undefined as long as nothing shows that it has. */
export const endOf = ({ detail, pastEnd }: Evidence): End | undefined => {
  if (detail === undefined) return pastEnd
  if (endedStates.includes(detail.status))
    return { exitCode: detail.exitCode, outOfMemory: detail.oomKilled }
  if (!hidesItsEnd(detail)) return pastEnd
  return pastEnd ?? { exitCode: undefined, outOfMemory: detail.oomKilled }
}

interface RawEvent {
  readonly Action?: string
  readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> }
}

/**
 * Reads Docker's events `die` and `oom` of one container, oldest first, one JSON object a line.
 * Docker keeps the last 256 events of all containers, so there may be none.
 */
export const parseEnds = (answer: DockerAnswer): End | undefined => {
  if (answer.status !== 200) return undefined
  const events = answer.body
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as RawEvent)
  const died = events.findLast((event) => event.Action === 'die')
  if (died === undefined) return undefined
  const code = Number.parseInt(died.Actor?.Attributes?.['exitCode'] ?? '', 10)
  return {
    exitCode: Number.isNaN(code) ? undefined : code,
    outOfMemory: events.some((event) => event.Action === 'oom'),
  }
}
