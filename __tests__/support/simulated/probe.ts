import type { Probe, ProbeAnswer } from '../../../src/host/probe.ts'
import { isHealthy, type Machine } from './machine.ts'

/** What a health path answers: refused until the app listens, 500 from an app that is unhealthy. */
export const answerProbe = (machine: Machine, { address }: Probe): ProbeAnswer => {
  const container = machine.containers.find((one) => one.address === address)
  if (container?.state !== 'running' || container.app === undefined)
    return { outcome: 'unreachable', detail: 'No route to host' }
  if (container.app.kind !== 'unhealthy' && !isHealthy(machine, container))
    return { outcome: 'refused' }
  const status = container.app.kind === 'unhealthy' ? 500 : 200
  return {
    outcome: 'answered',
    status,
    headers: {},
    body: status === 200 ? 'ok' : 'broken',
    redirects: [],
  }
}
