import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { lockOf } from '../../lab/kit/inspect.ts'
import { labHosts, onHost } from '../../lab/kit/lab.ts'
import type { Load } from '../../lab/kit/load.ts'
import type { Handle } from '../../lab/kit/step.ts'
import { startFakeGitHub, token } from '../support/github-api.ts'
import { expectNoLeaks, footing } from './support/footing.ts'
import { settledOn, standing } from './support/fleet.ts'
import { ended, workflowOf } from './support/runs.ts'
import { makeService } from './support/service.ts'
import { underTraffic } from './support/traffic.ts'

const hosts = labHosts(3)
const [first = '', second = ''] = hosts.map(({ address }) => address)
const primary = hosts.find(({ address }) => address === first)!
const service = makeService('killed', hosts, {
  boot: { wait: 2 },
  servers: { web: { options: { 'stop-timeout': 2 } } },
})
const github = await startFakeGitHub()
const workflow = workflowOf(service, github)

/** A container takes its time to get healthy; it runs when its step is going on. */
const runs = async (name: string): Promise<void> => {
  const until = `until docker ps --format '{{.Names}}' | grep -qx ${name}; do sleep 0.1; done`
  const { code } = await onHost(primary, `timeout 20 sh -c "${until}"`)
  expect(code).toBe(0)
}

/** Starts a deploy and ends its runner when `moment` has come: no post phase. */
const killed = async (
  version: string,
  moment: string,
  more: () => Promise<void> = () => Promise.resolve(),
): Promise<number> => {
  const run = workflow.start(version)
  await run.waitForLine(RegExp(`^${moment}`))
  await more()
  run.kill()
  const { mainExit, postExit } = await run.result
  expect([mainExit, postExit]).toEqual([137, undefined])
  return run.id
}

const expectDeployed = async (run: Handle, id: number, outcome = 'deployed'): Promise<void> => {
  const result = await run.result
  expect(result.log).toContain(`recovering what run ${id} left behind`)
  expect([result.exitCode, result.outputs['outcome']]).toEqual([0, outcome])
  await expectNoLeaks(service, result, [token])
}

beforeAll(async () => {
  for (const version of ['v1', 'v2', 'v4', 'v5']) await service.image(version)
  await service.image('v3', { env: { APP_IGNORE_TERM: '1' } })
  await service.image('slow', { env: { APP_BOOT_MS: '3000' } })
  await service.deploy('v1')
}, 120_000)

afterAll(async () => {
  await github.close()
  await service.remove()
}, 60_000)

describe('a runner that is killed', () => {
  test('while it stages: the next run is blocked without proof, and recovers with it', async () => {
    const id = await killed('slow', `${first} +create web`, () => runs(`${service.name}-web-slow`))
    const look = async () => [
      await footing(service),
      await standing(service),
      await lockOf(primary, service.name),
    ]
    const left = await look()
    const expectBlocked = async (why: string, options = {}): Promise<void> => {
      const result = await workflow.deploy('v2', {}, options)
      expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'blocked'])
      const [error] = result.annotations.filter(({ kind }) => kind === 'error')
      expect(error?.message).toContain('held by ada since')
      expect(error?.message).toContain(`acme/shop run ${id} attempt 1 job deploy`)
      expect(result.log).toContain(why)
      await expectNoLeaks(service, result, [token])
      expect(await look()).toEqual(left)
    }
    github.attempts.set(`acme/shop/${id}/1`, { status: 'in_progress' })
    await expectBlocked('that run is still going on')
    await expectBlocked('it could not be proven that that run has ended', { token: '' })
    github.trouble = 503
    await expectBlocked('it could not be proven that that run has ended')
    github.trouble = undefined
    github.attempts.set(`acme/shop/${id}/1`, ended)
    const { failed, versions } = await underTraffic(service, () =>
      expectDeployed(workflow.start('v2'), id),
    )
    expect([failed, versions]).toEqual([[], ['v1', 'v2']])
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  }, 120_000)

  test('between the first host and the others: the next run goes back, then deploys', async () => {
    const { failed, versions } = await underTraffic(service, async (load: Load) => {
      const id = await killed('v3', `${first} +switch web to v3`)
      await load.waitForVersion('v3')
      workflow.tell(ended)
      const run = workflow.start('v3')
      await run.waitForLine(/^::group::Send traffic back/)
      await run.waitForLine(RegExp(`^${first} +send web back to what served before`))
      await expectDeployed(run, id)
    })
    expect([failed, versions]).toEqual([[], ['v2', 'v3']])
    expect(await standing(service)).toEqual(settledOn(service, 'v3'))
  }, 120_000)

  test('past the point of no return: the next run completes what was begun', async () => {
    const { failed } = await underTraffic(service, async () => {
      const id = await killed('v4', `::group::Finish ${second}`)
      workflow.tell(ended)
      await expectDeployed(workflow.start('v4'), id, 'unchanged')
    })
    expect(failed).toEqual([])
    expect(await standing(service)).toEqual(settledOn(service, 'v4'))
  }, 120_000)

  test('twice: the third run settles what both have left', async () => {
    await killed('v5', `${first} +switch web to v5`)
    workflow.tell(ended)
    const id = await killed('v5', '::group::Send traffic back')
    workflow.tell(ended)
    await expectDeployed(workflow.start('v5'), id)
    expect(await standing(service)).toEqual(settledOn(service, 'v5'))
  }, 120_000)

  test('between two hosts: a command on one host connects to all of them, and settles them first', async () => {
    const id = await killed('v2', `${first} +switch web to v2`)
    workflow.tell(ended)
    const run = workflow.begin('operate', { command: 'prune', hosts: first })
    const result = await run.result
    expect([result.exitCode, result.log]).toEqual([
      0,
      expect.stringContaining(`recovering what run ${id} left behind`),
    ])
    expect(await standing(service)).toEqual(settledOn(service, 'v5'))
  }, 120_000)
})
