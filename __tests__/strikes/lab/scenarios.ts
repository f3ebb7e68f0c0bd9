/** What a rollout on the lab meets, whatever strikes it; all on two hosts. */
export interface LabScenario {
  readonly name: 'update' | 'first' | 'bad' | 'rollback' | 'worker'
  readonly action: 'deploy' | 'rollback'
  /** `worker` is web on both hosts and a worker on the second. */
  readonly service: 'web' | 'worker' | 'new'
  /** The new version's health check fails on the second host. */
  readonly isBad: boolean
  /** How many exchanges each host has when nothing strikes; probes make it a few more or less. */
  readonly exchanges: readonly [number, number]
}

const deploy = { action: 'deploy', service: 'web', isBad: false } as const

export const scenarios: readonly LabScenario[] = [
  { ...deploy, name: 'update', exchanges: [22, 21] },
  { ...deploy, name: 'first', service: 'new', exchanges: [25, 22] },
  { ...deploy, name: 'bad', isBad: true, exchanges: [34, 40] },
  { ...deploy, name: 'rollback', action: 'rollback', exchanges: [22, 21] },
  { ...deploy, name: 'worker', service: 'worker', exchanges: [22, 25] },
]

export const scenarioOf = (name: string): LabScenario => {
  const found = scenarios.find((one) => one.name === name)
  if (found !== undefined) return found
  throw new Error(`no scenario ${name}: ${scenarios.map((one) => one.name).join(', ')}`)
}
