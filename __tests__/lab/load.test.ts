import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { served } from '../../lab/kit/inspect.ts'
import { labHosts } from '../../lab/kit/lab.ts'
import { settledOn, standing } from './support/fleet.ts'
import { startHeavyLoad } from './support/heavy-load.ts'
import { makeService } from './support/service.ts'

const hosts = labHosts(3)
const service = makeService('load', hosts)
const deploys = 20
const leastRequests = 50_000

beforeAll(async () => {
  await Promise.all(['v1', 'v2'].map((version) => service.image(version)))
  await service.deploy('v2')
}, 90_000)

afterAll(() => service.remove(), 60_000)

test('twenty deploys in a row under constant load lose no request', async () => {
  const load = startHeavyLoad({
    addresses: hosts.map(({ address }) => address),
    host: `${service.name}.lab`,
    rate: 600,
    least: leastRequests,
  })
  const gated = ['v1', 'v2']
  let result
  try {
    for (let number = 1; number <= deploys; number += 1) {
      const version = number % 2 === 1 ? 'v1' : 'v2'
      const { outputs } = await service.deploy(version)
      expect(outputs['outcome']).toBe('deployed')
      const answers = await Promise.all(hosts.map((host) => served(host, `${service.name}.lab`)))
      expect(answers.map((answer) => answer.version)).toEqual(hosts.map(() => version))
    }
  } finally {
    result = await load.stop()
  }
  expect(result.failed).toEqual([])
  expect(result.ok).toBe(result.sent)
  expect([...result.versions.keys()].toSorted()).toEqual(gated)
  expect(result.sent).toBeGreaterThanOrEqual(leastRequests)
  expect(await standing(service)).toEqual(settledOn(service, 'v2'))
}, 280_000)
