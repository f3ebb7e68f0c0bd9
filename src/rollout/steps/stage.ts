import type { Config, Proxy, Role } from '../../config/config.ts'
import { startContainer } from '../../host/docker.ts'
import { containerName } from '../../host/names.ts'
import type { Gate } from '../gate.ts'
import type { Step } from '../plan.ts'
import type { Rollout, Target } from '../target.ts'

/** kamal-proxy's own limits of one health check (v0.9.2), used unless deploy.yml says otherwise. */
const proxyDefaults = { path: '/up', timeoutMs: 5000 }

type GateBase = Pick<Gate, 'role' | 'container' | 'image'>

const httpGate = (config: Config, base: GateBase, proxy: Proxy): Gate => {
  const { gate } = config.own
  return {
    kind: 'http',
    ...base,
    port: proxy.appPort,
    path: gate.path ?? proxy.healthcheck.path ?? proxyDefaults.path,
    timeoutMs: gate.timeoutMs,
    intervalMs: gate.intervalMs,
    answerMs: proxy.healthcheck.timeoutMs ?? proxyDefaults.timeoutMs,
    successes: gate.successes,
    status: gate.expect.status,
    body: gate.expect.body,
  }
}

/** The gate that a role's new container must pass. */
export const gateOf = (config: Config, role: Role, version: string): Gate => {
  const base = {
    role: role.name,
    container: containerName(config, role.name, version),
    image: `${config.repository}:${version}`,
  }
  if (role.proxy !== undefined) return httpGate(config, base, role.proxy)
  return {
    kind: 'container',
    ...base,
    timeoutMs: config.deployTimeoutMs,
    readinessMs: config.readinessDelayMs,
  }
}

/** Starts a role's new container and proves it; traffic does not know it yet. */
export const stageStep = ({ config, version }: Rollout, host: string, role: Role): Step => {
  const gate = gateOf(config, role, version)
  return {
    phase: 'stage',
    host,
    title: `start ${role.name} and prove it healthy`,
    commands: [startContainer(gate.container)],
    gate,
  }
}

export const proxiedRoles = (target: Target): readonly Role[] =>
  target.roles.filter((role) => role.proxy !== undefined)

/** Workers that may run beside their predecessors; the others start in finish. */
export const workerRoles = (target: Target): readonly Role[] =>
  target.roles.filter((role) => role.proxy === undefined && role.overlap)
