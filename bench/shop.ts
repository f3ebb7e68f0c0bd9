import { delayPort, type DelayedPort } from '../lab/kit/delay.ts'
import { image, labHosts, readLab, root, type LabHost } from '../lab/kit/lab.ts'
import { outputOf } from '../lab/kit/processes.ts'
import { wipe } from '../lab/kit/wipe.ts'
import { deployYml, makeWorkspace, secretsFile, type Workspace } from '../lab/kit/workspace.ts'
import { join } from 'node:path'

/** Nobody's but the benchmark's: every trace of it is taken off the hosts. */
export const service = 'benchshop'
export const versions = ['v1', 'v2'] as const

/** The lab's first hosts; those that are missing are added to it. */
export const enoughHosts = async (count: number): Promise<readonly LabHost[]> => {
  try {
    return labHosts(count)
  } catch {
    await outputOf(join(root, 'lab', 'up'), [String(count)], { timeoutMs: 600_000 })
    return labHosts(count)
  }
}

/** Hosts as they are found behind a long way, and the way's end. */
export interface Way {
  readonly hosts: readonly LabHost[]
  readonly close: () => Promise<void>
}

/** Puts a round trip of so many milliseconds before the SSH port of every host, at 127.0.78.N. */
export const delayed = async (hosts: readonly LabHost[], roundTripMs: number): Promise<Way> => {
  if (roundTripMs === 0) return { hosts, close: () => Promise.resolve() }
  const farOf = (text: string): string => text.replace('127.0.77.', '127.0.78.')
  const ports: DelayedPort[] = []
  for (const { address } of hosts) {
    const [listen, to] = [farOf(address), address].map((host) => ({ host, port: 22 })) as [
      DelayedPort['address'],
      DelayedPort['address'],
    ]
    ports.push(await delayPort({ listen, to, ms: roundTripMs / 2 }))
  }
  return {
    hosts: hosts.map((host) => ({
      ...host,
      address: farOf(host.address),
      knownHosts: farOf(host.knownHosts),
    })),
    close: async () => {
      await Promise.all(ports.map((port) => port.close()))
    },
  }
}

export const makeImages = async (): Promise<void> => {
  for (const version of versions) await image(service, version)
}

/** A repository to deploy from; the key is named in deploy.yml, so that other tools find it as well. */
export const checkout = (hosts: readonly LabHost[]): Workspace => {
  const user = hosts[0]?.user ?? 'root'
  const ssh = { user, keys: [readLab().keyFile], keys_only: true }
  return makeWorkspace({
    'config/deploy.yml': deployYml({ service, hosts, ssh }),
    '.kamal/secrets': secretsFile('REGISTRY_PASSWORD'),
  })
}

export const clear = async (hosts: readonly LabHost[]): Promise<void> => wipe(hosts, service)
