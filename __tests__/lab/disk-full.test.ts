import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addHost, onHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import type { StepResult } from '../../lab/kit/step.ts'
import { settledOn, standing } from './support/fleet.ts'
import { footing } from './support/footing.ts'
import { makeService, type Service } from './support/service.ts'

const name = 'small-disk'
let host: LabHost
let service: Service
/** Has never been deployed: no image there tells how much one takes. */
let first: Service

beforeAll(async () => {
  host = await addHost(name, ['--disk', '60m'])
  service = makeService('disk', [host])
  first = makeService('disk-first', [host])
  await Promise.all(['v1', 'v2'].map((version) => service.image(version)))
  await first.image('v1')
  await service.deploy('v1')
}, 120_000)

afterAll(async () => {
  await service.remove()
  await first.remove()
  await removeHost(name)
}, 60_000)

/** It is halted for this, and nothing has changed. */
const haltedBy = async (which: Service, version: string, why: RegExp): Promise<StepResult> => {
  const before = await footing(which)
  const result = await which.run('deploy', { version })
  expect(result).toMatchObject({ exitCode: 1, outputs: { outcome: 'halted' } })
  expect(result.annotations).toEqual([{ kind: 'error', message: expect.stringMatching(why) }])
  expect(result.log).toContain(`What to do: free space on ${host.address}`)
  expect(await footing(which)).toEqual(before)
  return result
}

test('nothing is pulled to a host that is nearly full', async () => {
  await onHost(host, 'dd if=/dev/zero of=/var/lib/docker/fill bs=1M; sync')
  const why =
    /^halted: v2 never got a request - the disk of [\d.]+ is nearly full: nothing is pulled$/
  const { log } = await haltedBy(service, 'v2', why)
  const room = `${host.address} has 0 MiB free, and an image of ${service.name} takes \\d+ MiB there`
  expect(log).toMatch(RegExp(room))
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 60_000)

test('a host without disk space is named, and goes on serving what it served', async () => {
  const why = /^halted: v1 never got a request - .* failed: the disk of [\d.]+ is full$/
  await haltedBy(first, 'v1', why)
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 60_000)

test('with space again, the same deploy succeeds', async () => {
  await onHost(host, 'rm /var/lib/docker/fill')
  await service.deploy('v2')
  expect(await standing(service)).toEqual(settledOn(service, 'v2'))
}, 60_000)
