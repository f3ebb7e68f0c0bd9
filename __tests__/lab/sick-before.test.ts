import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { labHosts, onHost, type LabHost } from '../../lab/kit/lab.ts'
import { startFakeGitHub, token } from '../support/github-api.ts'
import { settledOn, standing } from './support/fleet.ts'
import { expectNoLeaks } from './support/footing.ts'
import { ended, workflowOf } from './support/runs.ts'
import { makeService } from './support/service.ts'

const hosts = labHosts(2)
const [first, second] = hosts
if (first === undefined || second === undefined) throw new Error('no hosts')
const service = makeService('sick', hosts, { deploy_timeout: 4, boot: { wait: 3 } })
const github = await startFakeGitHub()
const workflow = workflowOf(service, github)

/** From now on a version's health path answers 500 on a host: its proxy is not asked, and goes on. */
const sicken = async (host: LabHost, version: string): Promise<void> => {
  const container = `${service.name}-web-${version}`
  const ask = `docker exec ${container} wget -qO- http://127.0.0.1:3000/break`
  expect((await onHost(host, ask)).code).toBe(0)
}

beforeAll(async () => {
  for (const version of ['v1', 'v2', 'v3', 'v4']) await service.image(version)
  await service.deploy('v1')
}, 120_000)

afterAll(async () => {
  await github.close()
  await service.remove()
}, 60_000)

test('where what served before is sick, a cancelled run goes on to the version that was to mend it', async () => {
  await Promise.all(hosts.map((host) => sicken(host, 'v1')))
  const run = workflow.start('v2')
  await run.waitForLine(RegExp(`^${first.address} +switch web to v2`))
  run.signal('SIGINT')
  const result = await run.result
  expect([result.mainExit, result.postExit]).toEqual([1, 0])
  expect(result.log).toContain('v2 serves on every host')
  expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  await expectNoLeaks(service, result, [token])
}, 90_000)

test('between two sick versions every host keeps what answers, and a healthy one replaces both', async () => {
  await Promise.all(hosts.map((host) => sicken(host, 'v2')))
  const run = workflow.start('v3')
  await run.waitForLine(RegExp(`^${first.address} +switch web to v3`))
  await sicken(second, 'v3')
  const result = await run.result
  expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'stuck'])
  expect(result.log).toContain('or deploy a version that is healthy: it goes on from here')
  const left = await standing(service)
  expect(left.map(({ serves }) => serves)).toEqual(['v3', 'v2'])
  expect(left.map(({ locks }) => locks)).toEqual([[`lock-${service.name}`], []])
  workflow.tell(ended)
  const mending = await workflow.deploy('v4')
  expect([mending.exitCode, mending.outputs['outcome']]).toEqual([0, 'deployed'])
  expect(mending.log).toContain('no earlier version is healthy on every host: going on to v4')
  expect(await standing(service)).toEqual(settledOn(service, 'v4'))
  await expectNoLeaks(service, mending, [token])
}, 120_000)
