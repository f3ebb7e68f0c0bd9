import { withoutControls } from '../base/clean.ts'
import type { Config } from '../config/config.ts'
import { runningOf } from '../fleet/serving.ts'
import type { HostState } from '../fleet/state.ts'
import { containerLogs } from '../host/docker.ts'
import { dockerMessage, parseLogs } from '../host/docker-parse.ts'
import type { Host } from '../host/port.ts'
import type { Target } from '../rollout/target.ts'

/** The end of what one container printed. */
export interface ContainerLog {
  readonly host: string
  readonly container: string
  readonly text: string
}

/** The last `lines` lines of one container. */
export const logOf = async (
  host: Host,
  container: string,
  lines: number,
  signal: AbortSignal,
): Promise<ContainerLog> => {
  const answer = await host.docker(containerLogs(container, lines), signal)
  const text = answer.status === 200 ? parseLogs(answer) : `(${dockerMessage(answer)})`
  return { host: host.name, container, text: withoutControls(text).trimEnd() }
}

/** The last `lines` lines of every running container of these roles on a host. */
export const logsOn = (
  host: Host,
  state: HostState,
  roles: Target['roles'],
  { lines, signal }: { readonly lines: number; readonly signal: AbortSignal },
): Promise<readonly ContainerLog[]> =>
  Promise.all(
    roles
      .flatMap((role: Config['roles'][number]) => runningOf(state, role.name))
      .map(({ name }) => logOf(host, name, lines, signal)),
  )
