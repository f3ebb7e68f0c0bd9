import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { served } from '../../lab/kit/inspect.ts'
import { labHosts, onHost } from '../../lab/kit/lab.ts'
import { expectNoLeaks, footing } from './support/footing.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeService } from './support/service.ts'
import { underTraffic } from './support/traffic.ts'

const hosts = labHosts(3)
const [first, second, third] = hosts
if (first === undefined || second === undefined || third === undefined) throw new Error('no hosts')
const file = { deploy_timeout: 4, boot: { wait: 3 } }
const service = makeService('unhealthy', hosts, file)

beforeAll(async () => {
  await service.image('v1')
  await service.image('v2')
  expect((await service.deploy('v1')).exitCode).toBe(0)
}, 90_000)

afterAll(() => service.remove(), 60_000)

test.each([
  ['answers 500', { APP_UP_STATUS: '500' }],
  ['crashes', { APP_CRASH: '3' }],
  [
    'crashes later, just before it would be ready',
    { APP_CRASH_AFTER_MS: '1000', APP_CRASH: '1', APP_BOOT_MS: '3000' },
  ],
])(
  'a version that %s on one host of three never gets a request, on any',
  async (_, env) => {
    const before = await footing(service)
    await service.image('bad', { env: { ...env, APP_FAULTS_ON: third.address } })
    const { failed, versions } = await underTraffic(service, async () => {
      const result = await service.run('deploy', { version: 'bad' })
      expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
      expect(result.log).toContain(`halted: bad never got a request - web on ${third.address}`)
      await expectNoLeaks(service, result)
    })
    expect([failed, versions]).toEqual([[], ['v1']])
    expect(await footing(service)).toEqual(before)
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
  },
  60_000,
)

test('a version that is healthy until the second proxy asks is taken back from the first', async () => {
  const before = await footing(service)
  const fresh = `new.${service.name}.lab`
  // One more host name: going back must restore the old options, not those of the new file.
  service.configure({ ...file, proxy: { host: undefined, hosts: [`${service.name}.lab`, fresh] } })
  const { failed, versions } = await underTraffic(service, async () => {
    const run = service.start('deploy', { version: 'v2' })
    await run.waitForLine(RegExp(`^${first.address} +switch web to v2`))
    expect((await served(first, fresh)).version).toBe('v2')
    const { code } = await onHost(
      second,
      `docker exec ${service.name}-web-v2 wget -qO- http://127.0.0.1:3000/break`,
    )
    expect(code).toBe(0)
    const result = await run.result
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'undone'])
    expect(result.log).toContain('undone: v2 was taken back, v1 serves again')
    expect(result.log).toContain(second.address)
    await expectNoLeaks(service, result)
    expect(await footing(service)).toEqual(before)
  })
  expect([failed, versions]).toEqual([[], ['v1', 'v2']])
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
  expect((await served(first, fresh)).status).toBe(404)
  const after = await underTraffic(service, (load) => load.waitForVersion('v1', 60))
  expect(after).toEqual({ failed: [], versions: ['v1'] })
  service.configure(file)
}, 90_000)

test('a version that stops answering between its gate and the first proxy is undone before any request', async () => {
  const before = await footing(service)
  // The others' boot leaves time to break the one that has passed.
  await service.image('v3', { env: { APP_BOOT_MS: '3000', APP_FAULTS_ON: second.address } })
  const { failed, versions } = await underTraffic(service, async () => {
    const run = service.start('deploy', { version: 'v3' })
    await run.waitForLine(RegExp(`^${first.address} +start web and prove it healthy`))
    await onHost(first, `docker exec ${service.name}-web-v3 wget -qO- http://127.0.0.1:3000/break`)
    const result = await run.result
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'undone'])
    await expectNoLeaks(service, result)
  })
  expect([failed, versions]).toEqual([[], ['v1']])
  expect(await footing(service)).toEqual(before)
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 90_000)
