import type { Probe, ProbeAnswer } from '../../../src/host/probe.ts'
import { isHealthy, type Machine } from './machine.ts'

/** What a health path answers: refused until the app listens, 500 from an app that is unhealthy. */
export const answerProbe = (machine: Machine, { address }: Probe): ProbeAnswer => {
  const container = machine.containers.find((one) => one.address === address)
  if (container?.state !== 'running' || container.app === undefined)
    return { outcome: 'unreachable', detail: 'No route to host' }
  const isGood = isHealthy(machine, container)
  if (!isGood && container.app.kind !== 'unhealthy' && container.app.kind !== 'fading')
    return { outcome: 'refused' }
  if (isGood) container.answered += 1
  const status = isGood ? 200 : 500
  return {
    outcome: 'answered',
    status,
    headers: {},
    body: status === 200 ? 'ok' : 'broken',
    redirects: [],
  }
}
