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

/**
 * Looks at hosts without a lock and without changing anything. Files are read on the lock's host; of
 * all hosts where their release records are wanted.
 */
export const survey = async (
  subject: Subject,
  { targets, lockHost }: Pick<Rollout, 'targets' | 'lockHost'>,
  ports: Ports,
  whose: 'lock' | 'all' = 'lock',
): Promise<Survey> => {
  const { signal } = ports
  const names = targets.map(({ host }) => host)
  const filesOf = async (name: string): Promise<HostFiles> =>
    parseFiles((await performScript(hostOf(ports, name), filesScript(subject), signal)).values)
  const others = whose === 'all' ? names.filter((name) => name !== lockHost) : []
  const [files, read, states] = await Promise.all([
    filesOf(lockHost),
    Promise.all(others.map(async (name) => [name, await filesOf(name)] as const)),
    Promise.all(names.map((name) => lookAtDocker(hostOf(ports, name), subject, signal))),
  ])
  const found = new Map([[lockHost, files], ...read])
  return {
    fleet: Object.fromEntries(
      states.map((state) => [state.host, { ...state, files: found.get(state.host) }]),
    ),
    lock: files.lock,
    files,
  }
}
