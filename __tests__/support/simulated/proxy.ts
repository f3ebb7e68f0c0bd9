import { find, isHealthy, note, type Container, type Machine } from './machine.ts'
import { parseDeploy, type SavedService } from './proxy-options.ts'

/** What a command line says: exit code and standard error. */
export interface Said {
  readonly code: number
  readonly stderr: string
}

const ok: Said = { code: 0, stderr: '' }
const failed = (text: string): Said => ({ code: 1, stderr: `${text}\n` })

export const proxyOf = (machine: Machine): Container | undefined => find(machine, 'kamal-proxy')

const isUp = (machine: Machine): boolean => proxyOf(machine)?.state === 'running'

const down = (machine: Machine): Said => {
  const proxy = proxyOf(machine)
  return proxy === undefined
    ? failed('Error response from daemon: No such container: kamal-proxy')
    : failed(`Error response from daemon: container ${proxy.id} is not running`)
}

/** The container behind `ID:PORT`. */
export const targetOf = (machine: Machine, target: string): Container | undefined =>
  find(machine, target.slice(0, target.lastIndexOf(':')))

const lists = (saved: SavedService, key: string): readonly string[] =>
  (saved.options[key] as readonly string[] | undefined) ?? []

const conflicts = (machine: Machine, saved: SavedService): boolean =>
  [...machine.routes.values()].some(
    (other) =>
      other.name !== saved.name &&
      lists(other, 'hosts').some((host) => lists(saved, 'hosts').includes(host)) &&
      lists(other, 'path_prefixes').some((path) => lists(saved, 'path_prefixes').includes(path)),
  )

const intervalMs = (saved: SavedService): number => {
  const { interval } = saved.target_options['health_check_config'] as { interval: number }
  return interval / 1_000_000
}

/** Asks at once, then every interval, until its time is over. */
const becomesHealthy = async (
  machine: Machine,
  saved: SavedService,
  timeoutMs: number,
): Promise<boolean> => {
  const { clock } = machine.world
  const until = clock.now() + timeoutMs
  const targets = [...saved.active_targets, ...saved.active_readers]
  const healthy = (): boolean =>
    targets.every((target) => isHealthy(machine, targetOf(machine, target)))
  while (!healthy()) {
    const left = until - clock.now()
    if (left <= 0) return false
    await clock.sleep(Math.min(left, intervalMs(saved)))
  }
  return true
}

const route = async (
  machine: Machine,
  service: string,
  targets: readonly string[],
  flags: readonly string[],
): Promise<Said> => {
  const { clock } = machine.world
  const command = parseDeploy(service, targets, flags)
  const { saved, deployTimeoutMs } = command
  const { boots } = machine
  if (!command.force && !(await becomesHealthy(machine, saved, deployTimeoutMs)))
    return failed(
      `Error: target failed to become healthy within configured timeout (${String(deployTimeoutMs / 1000)}s)`,
    )
  if (!isUp(machine) || boots !== machine.boots) return failed('Error: unexpected EOF')
  if (conflicts(machine, saved)) return failed('Error: host settings conflict with another service')
  const replaced = machine.routes.get(service)
  machine.saved = true
  machine.routes.set(service, saved)
  note(machine, { what: 'routed', service, targets })
  if (replaced !== undefined) await clock.sleep(Math.min(machine.drainMs, command.drainTimeoutMs))
  return ok
}

/**
 * `docker exec kamal-proxy kamal-proxy deploy`: returns when the target is healthy and the old one is
 * drained. It goes on inside the proxy when whoever called it is gone.
 */
export const deploy = async (
  machine: Machine,
  service: string,
  targets: readonly string[],
  flags: readonly string[],
): Promise<Said> => {
  if (!isUp(machine)) return down(machine)
  machine.deploying.push(service)
  try {
    return await route(machine, service, targets, flags)
  } finally {
    machine.deploying.splice(machine.deploying.indexOf(service), 1)
  }
}

/** `kamal-proxy remove`. */
export const remove = (machine: Machine, service: string): Said => {
  if (!isUp(machine)) return down(machine)
  if (!machine.routes.delete(service)) return failed('Error: service not found')
  note(machine, { what: 'routed', service, targets: [] })
  return ok
}

/** `kamal-proxy.state`; undefined as long as nothing was ever saved. */
export const stateFile = (machine: Machine): string | undefined =>
  machine.saved ? `${JSON.stringify([...machine.routes.values()])}\n` : undefined
