import type { BootLimit } from '../../src/config/config.ts'
import type { App } from '../support/simulated/world.ts'

const unhealthy: App = { kind: 'unhealthy' }
const crashing: App = { kind: 'crashing' }
/** Good for the gate's two questions, and for none after them. */
const fading: App = { kind: 'fading', answers: 2 }

/** The hosts, by their numbers from 1. */
type On = (host: number, hosts: number) => boolean
const everywhere: On = () => true
const onTheLast: On = (host, hosts) => host === hosts

/** What a rollout meets, whatever strikes it. A feature is done when its scenario is here. */
export interface Scenario {
  readonly name: string
  /** Number of hosts that the web role, or the only role, has. */
  readonly hosts: number
  /** How the new version behaves on the hosts whose numbers, from 1, are given. */
  readonly bad?: { readonly app: App; readonly on: On }
  /** `v2` is deployed by default; `v1`, which serves already, stands for a redeploy. */
  readonly version?: string
  /** What serves before: `v1` unless it is said; null when nothing was ever deployed. */
  readonly serves?: string | null
  /** Where what serves before answers its health path with 500 by now. */
  readonly sick?: On
  /** Kamal was interrupted: its `v3` serves on the last host, beside what served before. */
  readonly mixed?: true
  /** As the action `rollback` does it; `v1` is stopped on every host, its image is there. */
  readonly back?: true
  /** `web` unless it is said; a worker runs on the last host, a scheduler never beside its successor. */
  readonly roles?: 'web' | 'web and worker' | 'web and scheduler' | 'worker'
  /** Deploys to this destination; another one is on the same hosts. */
  readonly destination?: string
  /** Web has assets, error pages and a certificate of its own. */
  readonly web?: true
  /** The checkout has this hook, and it fails for the group of the last host. */
  readonly hook?: 'pre-deploy' | 'pre-app-boot' | 'post-app-boot'
  readonly limit?: BootLimit
}

const kinds: readonly Omit<Scenario, 'hosts'>[] = [
  { name: 'first', serves: null },
  { name: 'update' },
  { name: 'again', version: 'v1' },
  { name: 'bad', bad: { app: unhealthy, on: onTheLast } },
  { name: 'bad-first', bad: { app: unhealthy, on: (host) => host === 1 } },
  { name: 'bad-at-first', serves: null, bad: { app: unhealthy, on: onTheLast } },
  { name: 'crash', bad: { app: crashing, on: onTheLast } },
  { name: 'fades', bad: { app: fading, on: onTheLast } },
  { name: 'sick-before', sick: everywhere },
  { name: 'mixed-before', mixed: true },
  { name: 'rollback', serves: 'v2', version: 'v1', back: true },
  { name: 'sick-rollback', serves: 'v2', version: 'v1', back: true, sick: everywhere },
  { name: 'worker', roles: 'web and worker' },
  { name: 'crash-worker', roles: 'web and worker', bad: { app: crashing, on: () => false } },
  { name: 'scheduler', roles: 'web and scheduler' },
  { name: 'destination', destination: 'blue' },
  { name: 'no-proxy', roles: 'worker' },
  { name: 'web-files', web: true },
  { name: 'web-files-again', web: true, version: 'v1' },
  {
    name: 'web-files-bad',
    web: true,
    roles: 'web and worker',
    bad: { app: crashing, on: (host, hosts) => host === hosts },
  },
  { name: 'hook-deploy', hook: 'pre-deploy' },
  { name: 'hook-before', hook: 'pre-app-boot', limit: { hosts: 1 } },
  { name: 'hook-after', hook: 'post-app-boot', limit: { hosts: 1 } },
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
export const isBad = ({ bad, hook }: Scenario): boolean => bad !== undefined || hook !== undefined
