import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { labHosts } from '../../lab/kit/lab.ts'
import type { Load } from '../../lab/kit/load.ts'
import type { Handle, StepResult } from '../../lab/kit/step.ts'
import { expectNoLeaks, footing } from './support/footing.ts'
import { bare, settledOn, standing } from './support/fleet.ts'
import { makeService } from './support/service.ts'
import { slowRequests, underTraffic } from './support/traffic.ts'

const hosts = labHosts(3)
const [first = '', second = ''] = hosts.map(({ address }) => address)
const service = makeService('cancel', hosts, {
  boot: { wait: 2 },
  servers: { web: { options: { 'stop-timeout': 2 } } },
})

/** Cancels a deploy when `moment` has come. */
const cancelled = async (
  version: string,
  moment: (run: Handle, load: Load) => Promise<unknown>,
): Promise<StepResult & { readonly answered: readonly string[] }> => {
  const run = service.start('deploy', { version })
  const { failed, versions } = await underTraffic(service, async (load) => {
    await moment(run, load)
    run.signal('SIGINT')
    await run.result
  })
  const result = await run.result
  expect(failed).toEqual([])
  expect(result.exitCode).toBe(1)
  expect(result.postExit).toBe(0)
  expect(result.outputs['outcome']).toBe('cancelled')
  await expectNoLeaks(service, result)
  return { ...result, answered: versions }
}

const line = (pattern: string) => (run: Handle) => run.waitForLine(RegExp(`^${pattern}`))

beforeAll(async () => {
  await service.image('v1', { env: { APP_IGNORE_TERM: '1' } })
  await service.image('v2')
  await service.image('slow', { env: { APP_BOOT_MS: '3000' } })
  expect((await service.deploy('v1')).outputs['outcome']).toBe('deployed')
}, 120_000)

afterAll(() => service.remove(), 60_000)

describe('a run that is cancelled before the point of no return goes back', () => {
  test.each([
    ['while hosts are prepared', 'v2', '::group::Prepare every host'],
    ['while the first host is proven', 'slow', `${first} +create web`],
    ['while the others are staged', 'v2', `::group::Stage ${second}`],
  ])(
    '%s: no request meets the new version',
    async (_, version, moment) => {
      const before = await footing(service)
      const { answered } = await cancelled(version, line(moment))
      expect(answered).toEqual(['v1'])
      expect(await standing(service)).toEqual(settledOn(service, 'v1'))
      expect(await footing(service)).toEqual(before)
    },
    90_000,
  )

  test('while the first proxy drains: requests in flight are answered', async () => {
    const before = await footing(service)
    const inFlight = slowRequests(service, hosts.slice(0, 1), 5000)
    const { answered } = await cancelled('v2', async (run, load) => {
      await line(`::group::Switch ${first}`)(run)
      await load.waitForVersion('v2')
    })
    expect(await inFlight).toEqual([200])
    expect(answered).toEqual(['v1', 'v2'])
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
    expect(await footing(service)).toEqual(before)
  }, 90_000)

  test('between the first host and the others', async () => {
    const before = await footing(service)
    const { answered } = await cancelled('v2', line(`${first} +switch web to v2`))
    expect(answered).toEqual(['v1', 'v2'])
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
    expect(await footing(service)).toEqual(before)
  }, 90_000)
})

test('a run that is cancelled past the point of no return goes on to the new version', async () => {
  const { log } = await cancelled('v2', line(`::group::Finish ${second}`))
  expect(log).toContain('v2 serves on every host: the rollout was past the point of no return')
  expect(await standing(service)).toEqual(settledOn(service, 'v2'))
}, 90_000)

test('a first deploy that is cancelled while it switches leaves nothing behind', async () => {
  const fresh = makeService('cancel-first', hosts)
  try {
    await fresh.image('v1')
    const run = fresh.start('deploy', { version: 'v1' })
    await run.waitForLine(RegExp(`^::group::Switch ${second}`))
    run.signal('SIGINT')
    const result = await run.result
    expect(result.exitCode).toBe(1)
    expect(await standing(fresh)).toEqual(bare(fresh))
    await expectNoLeaks(fresh, result)
  } finally {
    await fresh.remove()
  }
}, 90_000)
