import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { lockOf, served } from '../../lab/kit/inspect.ts'
import { addHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import type { StepResult } from '../../lab/kit/step.ts'
import { startFakeGitHub, token } from '../support/github-api.ts'
import { expectNoLeaks, footing } from './support/footing.ts'
import { settledOn, standing } from './support/fleet.ts'
import { ended, workflowOf } from './support/runs.ts'
import { makeService } from './support/service.ts'
import { hear, silence } from './support/silence.ts'
import { slowRequests, underTraffic } from './support/traffic.ts'

const suffix = randomBytes(2).toString('hex')
const first = await addHost(`lost1-${suffix}`)
const second = await addHost(`lost2-${suffix}`)
const service = makeService('lost', [first, second])
const github = await startFakeGitHub()
const workflow = workflowOf(service, github)

beforeAll(async () => {
  for (const version of ['v1', 'v2', 'v3', 'v4', 'v5']) await service.image(version)
  await service.image('slow', { env: { APP_BOOT_MS: '3000' } })
  await service.deploy('v1')
}, 120_000)

afterAll(async () => {
  await github.close()
  await service.remove()
  for (const { name } of [first, second]) await removeHost(name)
}, 120_000)

const expectStuck = async (result: StepResult, lost: LabHost): Promise<void> => {
  expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'stuck'])
  expect(result.postExit).toBe(1)
  const [error] = result.annotations.filter(({ title }) => title === 'recovery-stuck').slice(-1)
  expect(error?.message).toContain(`${lost.address} could not be reached`)
  expect(error?.message).toContain(`without-hosts: ${lost.address}`)
  await expectNoLeaks(service, result, [token])
  workflow.tell(ended)
}

const expectRefused = async (lost: LabHost): Promise<void> => {
  const before = await footing(service)
  const held = await lockOf(first, service.name)
  const result = await workflow.deploy('v2')
  expect(result.exitCode).toBe(1)
  const [error] = result.annotations.filter(({ kind }) => kind === 'error')
  expect(error?.title).toBe('host-unreachable')
  expect(error?.message).toContain(`without-hosts: ${lost.address}`)
  expect(await footing(service)).toEqual(before)
  expect(await lockOf(first, service.name)).toEqual(held)
}

const expectDeployed = async (version: string, inputs = {}): Promise<string> => {
  const result = await workflow.deploy(version, inputs)
  expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
  await expectNoLeaks(service, result, [token])
  return result.log
}

test('a host that is lost while it stages: nothing has moved, the lock says why it is kept', async () => {
  const before = await footing(service, [first])
  const { failed, versions } = await underTraffic(service, async () => {
    const run = workflow.start('slow')
    await run.waitForLine(RegExp(`^::group::Stage ${second.address}`))
    await silence(second)
    await expectStuck(await run.result, second)
  })
  expect([failed, versions]).toEqual([[], ['v1']])
  expect(await footing(service, [first])).toEqual(before)
  const details = (await lockOf(first, service.name))?.details
  expect(details).toContain(`Message: Kept on purpose: ${second.address} could not be reached`)
  expect(details).not.toContain('Automatic deploy lock')
  await expectRefused(second)
  await hear(second)
  expect(await expectDeployed('v2')).toContain('left behind')
  expect(await standing(service)).toEqual(settledOn(service, 'v2'))
}, 120_000)

test('a host that is lost while it switches: the other goes back; it is left out, and comes back', async () => {
  const before = await footing(service, [first])
  const inFlight = slowRequests(service, [second], 6000)
  await underTraffic(
    service,
    async (load) => {
      const run = workflow.start('v3')
      await run.waitForLine(RegExp(`^::group::Switch ${second.address}`))
      await load.waitForVersion('v3')
      await silence(second)
      await expectStuck(await run.result, second)
    },
    [second],
  )
  expect(await inFlight).toEqual([200])
  expect(await footing(service, [first])).toEqual(before)
  expect((await served(first, `${service.name}.lab`)).version).toBe('v2')
  expect(await expectDeployed('v4', { 'without-hosts': second.address })).toContain('left behind')
  const [there] = await standing(service)
  expect([there]).toEqual(settledOn(service, 'v4', { hosts: [first] }))
  await hear(second)
  await expectDeployed('v5')
  expect(await standing(service)).toEqual(settledOn(service, 'v5'))
}, 180_000)

test('the lock host is lost while it switches: post recovers the other, and a run without it goes on', async () => {
  const before = await footing(service, [second])
  const inFlight = slowRequests(service, [first], 6000)
  const { failed, versions } = await underTraffic(service, async () => {
    const run = workflow.start('v1')
    await run.waitForLine(RegExp(`^::group::Switch ${first.address}`))
    await silence(first)
    await expectStuck(await run.result, first)
    expect(await footing(service, [second])).toEqual(before)
    await expectRefused(first)
  }, [second])
  expect([await inFlight, failed, versions]).toEqual([[200], [], ['v5']])
  await expectDeployed('v2', { 'without-hosts': first.address })
  const [, there] = await standing(service)
  expect([there]).toEqual(settledOn(service, 'v2', { hosts: [second] }))
  await hear(first)
  expect(await expectDeployed('v3')).toContain('left behind')
  expect(await standing(service)).toEqual(settledOn(service, 'v3'))
}, 180_000)

test('the lock host is lost when all have switched: whether it was marked is not known, so the other stays', async () => {
  const { failed } = await underTraffic(service, async () => {
    const run = workflow.start('v4')
    await run.waitForLine(RegExp(`^${first.address} +switch web to v4`))
    await silence(first)
    await expectStuck(await run.result, first)
  }, [second])
  expect(failed).toEqual([])
  expect((await standing(service)).map(({ serves }) => serves)).toEqual(['v4', 'v4'])
  await hear(first)
  expect(await expectDeployed('v5')).toContain('left behind')
  expect(await standing(service)).toEqual(settledOn(service, 'v5'))
}, 120_000)
