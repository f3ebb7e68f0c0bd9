import { filesScript, lookAtDocker, type Subject } from '../fleet/look.ts'
import { parseFiles } from '../fleet/parse-files.ts'
import type { FleetState, HostFiles, LockState } from '../fleet/state.ts'
import { performScript } from './perform.ts'
import { hostOf, type Ports } from './ports.ts'
import type { Rollout } from './target.ts'

export interface Survey {
  readonly fleet: FleetState
  readonly lock: LockState
  /** Files of the lock's host. */
  readonly files: HostFiles
}

/** Looks at hosts without a lock and without changing anything; files are read on the lock's host. */
export const survey = async (
  subject: Subject,
  { targets, lockHost }: Pick<Rollout, 'targets' | 'lockHost'>,
  ports: Ports,
): Promise<Survey> => {
  const reading = performScript(hostOf(ports, lockHost), filesScript(subject), ports.signal)
  const looks = targets.map(({ host }) => lookAtDocker(hostOf(ports, host), subject, ports.signal))
  const [answer, ...states] = await Promise.all([reading, ...looks])
  const files = parseFiles(answer.values)
  return {
    fleet: Object.fromEntries(
      states.map((state) => [
        state.host,
        { ...state, files: state.host === lockHost ? files : undefined },
      ]),
    ),
    lock: files.lock,
    files,
  }
}

/** Looks at hosts with all that lies in their files, changing nothing. */
export const surveyWithFiles = async (
  subject: Subject,
  hosts: readonly string[],
  ports: Ports,
): Promise<FleetState> => {
  const states = await Promise.all(
    hosts.map(async (name) => {
      const host = hostOf(ports, name)
      const [docker, answer] = await Promise.all([
        lookAtDocker(host, subject, ports.signal),
        performScript(host, filesScript(subject), ports.signal),
      ])
      return { ...docker, files: parseFiles(answer.values) }
    }),
  )
  return Object.fromEntries(states.map((state) => [state.host, state]))
}
