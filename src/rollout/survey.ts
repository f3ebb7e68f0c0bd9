import { filesScript, lookAtDocker, type Subject } from '../fleet/look.ts'
import { parseFiles } from '../fleet/parse-files.ts'
import type { FleetState, HostFiles, HostState, LockState } from '../fleet/state.ts'
import type { Host } from '../host/port.ts'
import { performScript } from './perform.ts'
import { hostOf, type Ports } from './ports.ts'
import type { Rollout } from './target.ts'

export interface Survey {
  readonly fleet: FleetState
  readonly lock: LockState
  /** Files of the lock's host. */
  readonly files: HostFiles
}

const filesOn = async (host: Host, subject: Subject, signal: AbortSignal): Promise<HostFiles> =>
  parseFiles((await performScript(host, filesScript(subject), signal)).values)

/** Looks at one host and at what lies in its files, without changing anything. */
export const lookWithFiles = async (
  host: Host,
  subject: Subject,
  signal: AbortSignal,
): Promise<HostState> => {
  const [docker, files] = await Promise.all([
    lookAtDocker(host, subject, signal),
    filesOn(host, subject, signal),
  ])
  return { ...docker, files }
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
  const filesOf = (name: string): Promise<HostFiles> =>
    filesOn(hostOf(ports, name), subject, signal)
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
