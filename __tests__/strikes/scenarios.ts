import type { App } from '../support/simulated/world.ts'

const unhealthy: App = { kind: 'unhealthy' }
const crashing: App = { kind: 'crashing' }

/** What a rollout meets, whatever strikes it. A feature is done when its scenario is here. */
export interface Scenario {
  readonly name: string
  /** Number of hosts that the web role, or the only role, has. */
  readonly hosts: number
  /** How the new version behaves on the hosts whose numbers, from 1, are given. */
  readonly bad?: { readonly app: App; readonly on: (host: number, hosts: number) => boolean }
  /** `v2` is deployed by default; `v1`, which serves already, stands for a redeploy. */
  readonly version?: string
  /** What serves before: `v1` unless it is said; null when nothing was ever deployed. */
  readonly serves?: string | null
  /** `web` unless it is said; a worker runs on the last host. */
  readonly roles?: 'web' | 'web and worker' | 'worker'
  /** Deploys to this destination; another one is on the same hosts. */
  readonly destination?: string
  /** The hosts have not even Docker, and an accessory is to run on each. */
  readonly bare?: boolean
}

const kinds: readonly Omit<Scenario, 'hosts'>[] = [
  { name: 'first', serves: null },
  { name: 'update' },
  { name: 'again', version: 'v1' },
  { name: 'bad', bad: { app: unhealthy, on: (host, hosts) => host === hosts } },
  { name: 'bad-first', bad: { app: unhealthy, on: (host) => host === 1 } },
  { name: 'crash', bad: { app: crashing, on: (host, hosts) => host === hosts } },
  { name: 'rollback', serves: 'v2', version: 'v1' },
  { name: 'worker', roles: 'web and worker' },
  { name: 'crash-worker', roles: 'web and worker', bad: { app: crashing, on: () => false } },
  { name: 'destination', destination: 'blue' },
  { name: 'no-proxy', roles: 'worker' },
  { name: 'bootstrap', serves: null, bare: true },
]

export const scenarioNames = kinds.map(({ name }) => name)

/** A scenario by name and number of hosts: `update/2`. */
export const scenarioOf = (name: string, hosts: number): Scenario => {
  const kind = kinds.find((one) => one.name === name)
  if (kind === undefined) throw new Error(`no scenario ${name}: ${scenarioNames.join(', ')}`)
  return { ...kind, hosts }
}

export const titleOf = ({ name, hosts }: Scenario): string => `${name}/${String(hosts)}`

export const hostNames = ({ hosts }: Pick<Scenario, 'hosts'>): readonly string[] =>
  Array.from({ length: hosts }, (_, index) => `h${String(index + 1)}`)

/** The new version can't be brought to every host. */
export const isBad = ({ bad }: Scenario): boolean => bad !== undefined
