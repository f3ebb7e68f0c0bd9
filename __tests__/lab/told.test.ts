import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { labHosts } from '../../lab/kit/lab.ts'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeService } from './support/service.ts'

const hosts = labHosts(1)
const service = makeService('told', hosts)
let github: ResultsService

beforeAll(async () => {
  github = await startResultsService()
  await service.image('v1')
  await service.image('v2', { env: { APP_BOOT_MS: '8000' } })
}, 90_000)
afterAll(async () => {
  await github.close()
  await service.remove()
}, 60_000)

/** What the webhook was told since it was last asked. */
const told = (): readonly Record<string, unknown>[] =>
  github.world.requests.splice(0).map(({ body }) => JSON.parse(body) as Record<string, unknown>)
const webhook = (notifyOn: string) => ({
  ...{ 'notify-on': notifyOn, webhook: `${github.url}/hooks/plain-canary-77` },
})

test('a deploy that changed hosts is told on change, and one that changed nothing is not', async () => {
  await service.deploy('v1', webhook('change'))
  expect(told()).toMatchObject([{ ok: true, outcome: 'deployed', action: 'deploy' }])
  await service.deploy('v1', webhook('change'))
  expect(told()).toEqual([])
}, 60_000)

test('a cancelled deploy is told when all is over, with what has become of the fleet', async () => {
  const deploy = service.start('deploy', { version: 'v2', ...webhook('failure') })
  await deploy.waitForLine(/stage/)
  deploy.signal('SIGINT')
  const { postExit, log } = await deploy.result
  expect([postExit, log]).toEqual([0, expect.stringContaining('webhook: told')])
  expect(log).not.toContain('canary-77')
  const [only, ...more] = told()
  expect(more).toEqual([])
  expect(only).toMatchObject({ ok: false, outcome: 'cancelled' })
  expect(only?.['hint']).toBe('the fleet serves what it served before; nothing of v2 is left')
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 120_000)
