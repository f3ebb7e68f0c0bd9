import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { containers } from '../../lab/kit/inspect.ts'
import { labHosts, onHost, type LabHost } from '../../lab/kit/lab.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeService, type Overrides, type Service } from './support/service.ts'

const hosts = labHosts(2)
const addresses = hosts.map(({ address }) => address)
const made: Service[] = []

const serviceWith = async (prefix: string, overrides: Overrides): Promise<Service> => {
  const service = makeService(prefix, hosts, { readiness_delay: 1, ...overrides })
  made.push(service)
  await Promise.all(['v1', 'v2'].map((version) => service.image(version)))
  return service
}

const statesOn = async (host: LabHost, { name }: Service): Promise<readonly string[]> =>
  (await containers(host, name)).map((one) => `${one.name.slice(name.length + 1)} ${one.state}`)

afterEach(async () => {
  await Promise.all(made.splice(0).map((service) => service.remove()))
}, 60_000)

afterAll(() => expect(made).toEqual([]))

describe('roles', () => {
  test('a worker beside web on one host, both go to the new version', async () => {
    const service = await serviceWith('worker', {
      servers: {
        web: { hosts: addresses },
        worker: { hosts: addresses.slice(0, 1), cmd: 'worker' },
      },
    })
    const [first, ...others] = hosts
    for (const version of ['v1', 'v2']) {
      const result = await service.deploy(version)
      expect(result.exitCode).toBe(0)
      expect(JSON.parse(result.outputs['hosts'] ?? '')).toMatchObject([
        { roles: [{ role: 'web' }, { role: 'worker', after: version, gate: 'up for 1 s' }] },
        { roles: [{ role: 'web' }] },
      ])
      expect(await standing(service)).toEqual([
        ...settledOn(service, version, { hosts: [first!], roles: ['web', 'worker'] }),
        ...settledOn(service, version, { hosts: others }),
      ])
    }
    const { stdout } = await onHost(first!, `docker logs ${service.name}-worker-v1`)
    expect(stdout).toContain('worker v1 stopped')
  }, 90_000)

  test('a scheduler that must not overlap has stopped before the new one starts', async () => {
    const service = await serviceWith('scheduler', {
      servers: { web: { hosts: addresses }, scheduler: { hosts: addresses, cmd: 'worker' } },
      'x-seaworthy': { roles: { scheduler: { overlap: false } } },
    })
    await service.deploy('v1')
    expect((await service.deploy('v2')).exitCode).toBe(0)
    const roles = ['scheduler', 'web']
    expect(await standing(service)).toEqual(settledOn(service, 'v2', { roles }))
    for (const host of hosts) {
      const times = [
        `docker inspect -f {{.State.FinishedAt}} ${service.name}-scheduler-v1`,
        `docker inspect -f {{.State.StartedAt}} ${service.name}-scheduler-v2`,
      ]
      const { stdout } = await onHost(host, times.join('; '))
      const [stopped = '', started = ''] = stdout.split('\n')
      expect(stopped < started).toBe(true)
    }
  }, 90_000)

  test('a destination has names, files and a tag of its own beside the other', async () => {
    const service = await serviceWith('destination', {})
    service.write({
      'config/deploy.staging.yml': `proxy: { host: ${service.name}-staging.lab }\n`,
      '.kamal/secrets.staging': 'REGISTRY_PASSWORD=$REGISTRY_PASSWORD\nAPI_TOKEN=$API_TOKEN\n',
    })
    await service.deploy('v1')
    const result = await service.deploy('v2', { destination: 'staging' })
    expect(result.outputs).toMatchObject({ outcome: 'deployed', 'previous-version': '' })
    const staging = { destination: 'staging', visitor: `${service.name}-staging.lab` }
    expect(await standing(service, staging)).toEqual(settledOn(service, 'v2', staging))
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
    const { stdout } = await onHost(
      hosts[0]!,
      `docker image ls --format '{{.Tag}}' registry.lab:5000/lab/${service.name}
      docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' ${service.name}-web-staging-v2`,
    )
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining(['v1', 'v2', 'latest', 'latest-staging', 'KAMAL_DESTINATION=staging']),
    )
  }, 90_000)
})

describe('filters', () => {
  test('hosts: only these go to the new version; the lock is still on the first host', async () => {
    const service = await serviceWith('filter', {})
    await service.deploy('v1')
    const [first, second] = hosts
    const result = await service.deploy('v2', { hosts: addresses[1] ?? '' })
    expect(result.outputs).toMatchObject({ outcome: 'deployed' })
    expect(await standing(service)).toEqual([
      ...settledOn(service, 'v1', { hosts: [first!] }),
      ...settledOn(service, 'v2', { hosts: [second!] }),
    ])
    expect(JSON.parse(result.state['journal'] ?? '')).toMatchObject({ primary: addresses[0] })
    await service.deploy('v2')
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  }, 90_000)

  test('roles: the others are left alone', async () => {
    const service = await serviceWith('filter-role', {
      servers: { web: { hosts: addresses }, worker: { hosts: addresses, cmd: 'worker' } },
    })
    await service.deploy('v1')
    const result = await service.deploy('v2', { roles: 'worker' })
    expect(result.outputs).toMatchObject({ outcome: 'deployed' })
    for (const host of hosts)
      expect(await statesOn(host, service)).toEqual([
        'web-v1 running',
        'worker-v1 exited',
        'worker-v2 running',
      ])
  }, 90_000)

  test('a fleet found on mixed versions is brought to one, and halted stays as it was', async () => {
    const service = await serviceWith('mixed', {})
    await service.image('bad', { env: { APP_CRASH: '3' } })
    await service.deploy('v1')
    await service.deploy('v2', { hosts: addresses[1] ?? '' })
    const mixed = await standing(service)
    const halted = await service.run('deploy', { version: 'bad' })
    expect(halted).toMatchObject({ exitCode: 1, outputs: { outcome: 'halted' } })
    expect(await standing(service)).toEqual(mixed)
    expect((await service.deploy('v1')).outputs).toMatchObject({ outcome: 'deployed' })
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
  }, 90_000)
})
