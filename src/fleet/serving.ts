import type { Config, Role } from '../config/config.ts'
import type { ListedContainer } from '../host/docker-parse.ts'
import { proxyService } from '../host/names.ts'
import type { ProxyService } from '../host/proxy-state.ts'
import type { HostState } from './state.ts'

type Named = Pick<Config, 'service' | 'destination'>

export const isRunning = (container: ListedContainer): boolean =>
  ['running', 'restarting', 'paused'].includes(container.state)

export const ofRole = (state: HostState, role: string): readonly ListedContainer[] =>
  state.containers.filter((container) => container.labels['role'] === role)

/** Containers of a role that run now, newest first. */
export const runningOf = (state: HostState, role: string): readonly ListedContainer[] =>
  ofRole(state, role).filter(isRunning)

/** Where the proxy sends a role's requests; undefined when it does not know the role. */
export const routeOf = (state: HostState, service: string): ProxyService | undefined =>
  state.proxy.state === 'running'
    ? state.proxy.services?.find(({ name }) => name === service)
    : undefined

/** The container behind one of the proxy's targets (`ID:PORT`, the id in its short form). */
export const behind = (state: HostState, target: string): ListedContainer | undefined => {
  const id = target.slice(0, target.lastIndexOf(':'))
  if (id === '') return undefined
  return state.containers.find((container) => container.id.startsWith(id) || container.name === id)
}

/** `V` of a container called `S-R[-D]-V`, also after it was renamed to make room. */
export const versionOf = (config: Named, container: ListedContainer): string =>
  container.name
    .slice(proxyService(config, container.labels['role'] ?? '').length + 1)
    .replace(/_replaced_[0-9a-f]{16}$/, '')

/** What serves a role on a host: what the proxy routes to, else the newest that runs. */
export const serving = (
  config: Named,
  state: HostState,
  role: Pick<Role, 'name' | 'proxy'>,
): ListedContainer | undefined => {
  const running = runningOf(state, role.name)
  if (role.proxy === undefined) return running[0]
  const target = routeOf(state, proxyService(config, role.name))?.targets[0]
  return target === undefined ? undefined : behind(state, target)
}
