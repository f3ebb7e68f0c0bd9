import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { addHost, onHost, readLab, removeHost, type LabHost } from '../../../lab/kit/lab.ts'
import { startFakeGitHub, type FakeGitHub } from '../../support/github-api.ts'
import { workflowOf } from '../../lab/support/runs.ts'
import { makeService, type Overrides, type Service } from '../../lab/support/service.ts'
import type { Exchange, Verdict } from './exchange.ts'
import { homeOf } from './lock-watch.ts'
import type { Fleet } from './look.ts'
import { startSshRelay, type SshRelay } from './relay.ts'
import type { LabScenario } from './scenarios.ts'

/** What a trial does at an exchange of a host, whose number is from 1. */
export interface Trap {
  readonly onExchange: (host: number, exchange: Exchange) => Verdict | Promise<Verdict>
  readonly onSent: (host: number, exchange: Exchange) => void
  readonly onAnswer: (host: number, exchange: Exchange) => Verdict
}

/** A service of ours, and what is needed to run it and to judge it. */
export interface Ship {
  readonly service: Service
  readonly workflow: ReturnType<typeof workflowOf>
  readonly fleet: Fleet
}

/** Two hosts that belong to the strikes alone, each behind a relay; another app is on both. */
export interface Harbour {
  readonly hosts: readonly LabHost[]
  readonly relays: readonly SshRelay[]
  readonly github: FakeGitHub
  /** Where this machine finds the files of the host with the lock. */
  readonly home: string
  /** Secrets that must show nowhere. */
  readonly secrets: (ship: Ship) => readonly string[]
  /** Sets, or takes away, what happens at exchanges. */
  readonly setTrap: (trap: Trap | undefined) => void
  /** The ship that a scenario sails: two versions are on it, the second serves; or a new one. */
  readonly shipFor: (scenario: LabScenario) => Promise<Ship>
  /** After a trial that left something wrong: the next has a new ship. */
  readonly scuttle: (ship: Ship) => Promise<void>
  readonly close: () => Promise<void>
}

const relayPort = 2222

const relayFor = (host: LabHost, number: number, trap: () => Trap | undefined): Promise<SshRelay> =>
  startSshRelay({
    listen: { host: host.address, port: relayPort },
    to: { host: host.address, port: 22, user: host.user },
    key: readLab().key,
    onExchange: (exchange) => trap()?.onExchange(number, exchange) ?? 'pass',
    onSent: (exchange) => trap()?.onSent(number, exchange),
    onAnswer: (exchange) => trap()?.onAnswer(number, exchange) ?? 'pass',
  })

/** Short limits, so that a build that never gets healthy does not hold a trial up for long. */
const settings = (hosts: readonly LabHost[], relays: readonly SshRelay[]): Overrides => ({
  ssh: { port: relayPort },
  deploy_timeout: 8,
  drain_timeout: 5,
  readiness_delay: 1,
  'x-seaworthy': {
    'known-hosts': hosts.map(
      ({ address }, at) => `[${address}]:${String(relayPort)} ${relays[at]?.hostKey ?? ''}`,
    ),
    gates: { stage: { timeout: '4s' } },
  },
})

const rolesFor = (kind: LabScenario['service']): Fleet['roles'] =>
  kind === 'worker' ? [['web'], ['web', 'worker']] : [['web'], ['web']]

const serversFor = (kind: LabScenario['service'], hosts: readonly LabHost[]): Overrides =>
  kind === 'worker'
    ? {
        servers: {
          web: { hosts: hosts.map(({ address }) => address) },
          worker: { hosts: hosts.slice(1).map(({ address }) => address), cmd: 'worker' },
        },
      }
    : {}

const booting = { env: { APP_BOOT_MS: '300' } }

const makeImages = async (service: Service, hosts: readonly LabHost[]): Promise<void> => {
  const bad = { APP_UP_STATUS: '500', APP_FAULTS_ON: hosts[1]?.address ?? '' }
  await service.image('v1', booting)
  await service.image('v2', booting)
  await service.image('bad', { env: bad })
}

/** Brings hosts up and puts them into the state from which trials start. */
export const openHarbour = async (): Promise<Harbour> => {
  const suffix = randomBytes(2).toString('hex')
  const names = [`strike1-${suffix}`, `strike2-${suffix}`]
  const hosts: LabHost[] = []
  const relays: SshRelay[] = []
  const ships = new Map<LabScenario['service'], Ship>()
  const workspaces: string[] = []
  let trap: Trap | undefined
  const github = await startFakeGitHub()
  const close = async (): Promise<void> => {
    await github.close()
    for (const folder of workspaces) rmSync(folder, { recursive: true, force: true })
    for (const relay of relays) await relay.close()
    for (const { name } of hosts) await removeHost(name)
  }
  const launch = (prefix: string, kind: LabScenario['service']): Ship => {
    const overrides = { ...settings(hosts, relays), ...serversFor(kind, hosts) }
    const service = makeService(prefix, hosts, overrides)
    workspaces.push(service.workspace)
    const fleet = { service: service.name, roles: rolesFor(kind) }
    return { service, workflow: workflowOf(service, github), fleet }
  }
  const commission = async (kind: 'web' | 'worker'): Promise<Ship> => {
    const ship = launch(`strike-${kind}`, kind)
    await makeImages(ship.service, hosts)
    for (const version of ['v1', 'v2']) await ship.service.deploy(version)
    ships.set(kind, ship)
    return ship
  }
  try {
    for (const [at, name] of names.entries()) {
      const host = await addHost(name)
      hosts.push(host)
      relays.push(await relayFor(host, at + 1, () => trap))
    }
    const neighbour = makeService('neighbour', hosts, settings(hosts, relays))
    workspaces.push(neighbour.workspace)
    await neighbour.image('v1')
    await neighbour.deploy('v1')
    return {
      hosts,
      relays,
      github,
      home: await homeOf(hosts[0]!),
      secrets: ({ service }) => [service.canary, readLab().registry.password, readLab().key],
      setTrap: (next) => void (trap = next),
      shipFor: async ({ service: kind }) => {
        if (kind !== 'new') return ships.get(kind) ?? commission(kind)
        const ship = launch('strike-new', kind)
        await ship.service.image('v1', booting)
        return ship
      },
      scuttle: async (ship) => {
        for (const [kind, one] of ships) if (one === ship) ships.delete(kind)
        await ship.service.remove()
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Restarts dockerd as its service manager would; resolves, once it was told to go, with its number. */
export const restartDocker = async (host: LabHost): Promise<string> => {
  const { stdout } = await onHost(host, 'cat /run/docker.pid; kill $(cat /run/docker.pid)')
  return stdout.trim()
}

/** Waits until another dockerd than the one of a number, and its proxy, answer; at most 60 s. */
export const untilDockerIsBack = async (host: LabHost, was: string): Promise<void> => {
  const isNew = `[ "$(cat /run/docker.pid)" != ${was} ]`
  const answers = 'docker exec kamal-proxy kamal-proxy list >/dev/null 2>&1'
  const wait = `timeout 60 sh -c 'until ${isNew} && ${answers}; do sleep 0.1; done'`
  const { code } = await onHost(host, wait, { timeoutMs: 90_000 })
  if (code !== 0) throw new Error(`${host.name}: Docker did not come back`)
}
