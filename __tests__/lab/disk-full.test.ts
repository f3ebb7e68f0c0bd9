import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addHost, onHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { settledOn, standing } from './support/fleet.ts'
import { footing } from './support/footing.ts'
import { makeService, type Service } from './support/service.ts'

const name = 'small-disk'
let host: LabHost
let service: Service

beforeAll(async () => {
  host = await addHost(name, ['--disk', '60m'])
  service = makeService('disk', [host])
  await Promise.all(['v1', 'v2'].map((version) => service.image(version)))
  await service.deploy('v1')
}, 120_000)

afterAll(async () => {
  await service.remove()
  await removeHost(name)
}, 60_000)

test('a host without disk space is named, and goes on serving what it served', async () => {
  await onHost(host, 'dd if=/dev/zero of=/var/lib/docker/fill bs=1M; sync')
  const before = await footing(service)
  const result = await service.run('deploy', { version: 'v2' })
  expect(result).toMatchObject({ exitCode: 1, outputs: { outcome: 'halted' } })
  expect(result.annotations).toEqual([
    {
      kind: 'error',
      message: expect.stringMatching(
        RegExp(`^halted: v2 never got a request - .* failed: the disk of ${host.address} is full$`),
      ),
    },
  ])
  expect(result.log).toContain(`What to do: free space on ${host.address}`)
  expect(await footing(service)).toEqual(before)
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 60_000)

test('with space again, the same deploy succeeds', async () => {
  await onHost(host, 'rm /var/lib/docker/fill')
  await service.deploy('v2')
  expect(await standing(service)).toEqual(settledOn(service, 'v2'))
}, 60_000)
