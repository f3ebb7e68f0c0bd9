import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connections, execChannels, markSessions } from '../../lab/kit/inspect.ts'
import { addHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeService, type Service } from './support/service.ts'

// Hosts of its own: sshd's log counts everybody's commands.
const names = ['c1', 'c2', 'c3']
const hosts: LabHost[] = []
const made: Service[] = []

const serviceOn = async (count: number): Promise<Service> => {
  const service = makeService(`channels-${count}`, hosts.slice(0, count))
  made.push(service)
  await Promise.all(['v1', 'v2'].map((version) => service.image(version)))
  return service
}

interface Used {
  readonly connections: number
  readonly channels: number
}

/** Runs a deploy and counts what sshd noted of it on every host. */
const counted = async (service: Service, run: () => Promise<unknown>): Promise<readonly Used[]> => {
  const marks = await Promise.all(service.hosts.map(markSessions))
  await run()
  return Promise.all(
    service.hosts.map(async (host, index) => ({
      connections: await connections(host, marks[index]!),
      channels: await execChannels(host, marks[index]!),
    })),
  )
}

beforeAll(async () => {
  for (const name of names) hosts.push(await addHost(name))
}, 120_000)

afterAll(async () => {
  await Promise.all(made.map((service) => service.remove()))
  for (const { name } of hosts) await removeHost(name)
}, 120_000)

test.each([1, 3])(
  'on %d hosts a deploy needs one connection and at most six exec channels per host',
  async (count) => {
    const service = await serviceOn(count)
    for (const version of ['v1', 'v2']) {
      const used = await counted(service, () => service.deploy(version))
      expect(await standing(service)).toEqual(settledOn(service, version))
      expect(used.map((one) => one.connections)).toEqual(service.hosts.map(() => 1))
      expect(used.filter(({ channels }) => channels < 1 || channels > 6)).toEqual([])
    }
    // Nothing to do: a look, and no more.
    const looked = await counted(service, () => service.deploy('v2'))
    expect(looked.map((one) => one.connections)).toEqual(service.hosts.map(() => 1))
    expect(looked.filter(({ channels }) => channels > 1)).toEqual([])
  },
  90_000,
)
