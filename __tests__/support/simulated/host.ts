import { createHash } from 'node:crypto'
import { makeFolder, putFile } from './files.ts'
import { begin, createContainer, imageOf, isHealthy, type Machine } from './machine.ts'
import { parseDeploy } from './proxy-options.ts'
import { targetOf } from './proxy.ts'
import { answerDocker } from './docker.ts'
import type { App, RegistryImage, World } from './world.ts'

export interface HostSetUp {
  /** Versions that behave otherwise here than in the registry: a bad build on one host. */
  readonly apps?: Readonly<Record<string, App>>
  /** How long the proxy drains an old target. */
  readonly drainMs?: number
}

/** A server with Docker and nothing on it; jobs that start from now on reach it by its name. */
export const simulateHost = (name: string, world: World, setUp: HostSetUp = {}): Machine => {
  const machine: Machine = {
    name,
    world,
    containers: [],
    images: [],
    networks: new Set(),
    files: new Map(),
    scripts: new Set(),
    ends: [],
    routes: new Map(),
    saved: false,
    deploying: [],
    apps: setUp.apps ?? {},
    drainMs: setUp.drainMs ?? 100,
    freeDiskKiB: 10_000_000,
    created: 1,
    dockerAway: false,
    full: false,
    down: false,
    boots: 0,
    inFlight: new Set(),
    calls: new Set(),
  }
  world.machines.set(name, machine)
  return machine
}

/** An image that was pushed; it is healthy after 300 ms unless said otherwise. */
export const pushImage = (
  world: World,
  pushed: Pick<RegistryImage, 'repository' | 'version' | 'labels' | 'roles' | 'folders'> & {
    readonly app?: App
  },
): RegistryImage => {
  const { repository, version } = pushed
  const hash = createHash('sha256').update(`${repository}:${version}`).digest('hex')
  const app: App = pushed.app ?? { kind: 'healthy', afterMs: 300 }
  const image = { ...pushed, digest: `sha256:${hash}`, app }
  world.registry.push(image)
  return image
}

export interface Deployed {
  readonly service: string
  readonly destination?: string
  readonly role: string
  readonly repository: string
  /** Must have been pushed. */
  readonly version: string
  /** Undefined: a role without proxy. */
  readonly port?: number
  /** Flags of `kamal-proxy deploy`. */
  readonly flags?: readonly string[]
}

const pullAndTag = (machine: Machine, { repository, version }: Deployed, latest: string): void => {
  const call = { kind: 'docker', title: '', method: 'POST', changes: true, timeoutMs: 1 } as const
  for (const tag of [version, latest]) {
    if (imageOf(machine, `${repository}:${version}`) === undefined)
      void answerDocker(machine, {
        ...call,
        path: '/images/create',
        query: { fromImage: repository, tag: version },
      })
    const path = `/images/${encodeURIComponent(`${repository}:${version}`)}/tag`
    void answerDocker(machine, { ...call, path, query: { repo: repository, tag } })
  }
}

/** Leaves a host as `kamal deploy` leaves it: network, proxy, environment file, container, route. */
export const deployedByKamal = (machine: Machine, deployed: Deployed): void => {
  const { service, destination, role, repository, version, port } = deployed
  const key = [service, destination].filter((part) => part !== undefined).join('-')
  const proxied = [service, role, destination].filter((part) => part !== undefined).join('-')
  const run = (name: string, image: string, labels: Record<string, string>) => {
    const container = createContainer(machine, { name, image, labels, restart: 'unless-stopped' })
    begin(machine, container)
    // It has been up for long.
    container.startedAt -= 3_600_000
    return container
  }
  machine.networks.add('kamal')
  makeFolder(machine.files, `.kamal/apps/${key}/env/roles`)
  makeFolder(machine.files, '.kamal/proxy/apps-config')
  putFile(machine.files, `.kamal/apps/${key}/env/roles/${role}.env`, '\n')
  pullAndTag(machine, deployed, destination === undefined ? 'latest' : `latest-${destination}`)
  const labels = { service, role, destination: destination ?? '' }
  const { id } = run(`${proxied}-${version}`, `${repository}:${version}`, labels)
  if (port === undefined) return
  if (!machine.containers.some(({ name }) => name === 'kamal-proxy'))
    run('kamal-proxy', 'basecamp/kamal-proxy:v0.9.2', {})
  const target = `${id.slice(0, 12)}:${String(port)}`
  machine.saved = true
  machine.routes.set(proxied, parseDeploy(proxied, [target], deployed.flags ?? []).saved)
}

/** What answers a request for a service at this instant: a container's name, or why nothing does. */
export const answering = (machine: Machine, service: string): string => {
  const [target] = machine.routes.get(service)?.active_targets ?? []
  const proxy = machine.containers.find(({ name }) => name === 'kamal-proxy')
  if (machine.down || proxy?.state !== 'running') return 'no proxy'
  if (target === undefined) return 'no route'
  const container = targetOf(machine, target)
  if (container?.state !== 'running') return 'bad gateway'
  return isHealthy(machine, container) ? container.name : `unhealthy ${container.name}`
}
