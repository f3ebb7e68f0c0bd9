import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { lockOf } from '../../lab/kit/inspect.ts'
import { labHosts, onHost } from '../../lab/kit/lab.ts'
import { expectNoLeaks, footing } from './support/footing.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeService } from './support/service.ts'

const hosts = labHosts(2)
const [primary] = hosts
if (primary === undefined) throw new Error('no host')
const service = makeService('lock', hosts)
const lock = `.kamal/lock-${service.name}`

const said = async (command: string): Promise<string> => {
  const { code, stdout, stderr } = await onHost(primary, command)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

/** As Kamal 2.12 does it (commands/lock.rb). */
const lockByKamal = (message: string): Promise<string> => {
  const details = `Locked by: grace at 2026-05-04T03:02:01Z\nVersion: 77aa\nMessage: ${message}`
  const base64 = Buffer.from(details).toString('base64')
  return said(`mkdir ${lock} && echo "${base64}" > ${lock}/details`)
}
const releaseByKamal = (): Promise<string> => said(`rm ${lock}/details && rm -r ${lock}`)

beforeAll(async () => {
  for (const version of ['v1', 'v2']) await service.image(version)
  await service.image('slow', { env: { APP_BOOT_MS: '3000' } })
  expect((await service.deploy('v1')).exitCode).toBe(0)
}, 90_000)

afterAll(() => service.remove(), 60_000)

describe("another's lock", () => {
  const automatic = 'Automatic deploy lock'
  const manual = 'mending the database'

  test.each([
    ['taken by hand is not waited for', manual, '10m', 'it was taken by hand'],
    ['is waited for as long as lock-wait says', automatic, '2s', 'as long as lock-wait allows'],
    ['is not waited for without lock-wait', automatic, '0s', 'as long as lock-wait allows'],
  ])(
    '%s, and is left as it is',
    async (_, message, wait, why) => {
      const before = await footing(service)
      await lockByKamal(message)
      const held = await lockOf(primary, service.name)
      const result = await service.run('deploy', { version: 'v2', 'lock-wait': wait })
      expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'blocked'])
      const error = result.annotations.find(({ kind }) => kind === 'error')?.message
      expect(error).toContain(`held by grace since 2026-05-04T03:02:01Z, version 77aa: ${message}`)
      expect(result.log).toContain(why)
      expect(await lockOf(primary, service.name)).toEqual(held)
      await releaseByKamal()
      expect(await standing(service)).toEqual(settledOn(service, 'v1'))
      expect(await footing(service)).toEqual(before)
      await expectNoLeaks(service, result)
    },
    60_000,
  )

  test('is waited for until it is released, and the deploy goes on', async () => {
    await lockByKamal(automatic)
    const run = service.start('deploy', { version: 'v2', 'lock-wait': '10m' })
    await run.waitForLine(/waiting for the deploy lock/)
    expect(await standing(service)).toEqual(
      settledOn(service, 'v1').map((host, index) =>
        index === 0 ? { ...host, locks: [`lock-${service.name}`] } : host,
      ),
    )
    await releaseByKamal()
    const result = await run.result
    expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
    await expectNoLeaks(service, result)
  }, 60_000)

  test('is waited for no longer when the run is cancelled, and stays', async () => {
    await lockByKamal(automatic)
    const held = await lockOf(primary, service.name)
    const run = service.start('deploy', { version: 'v1', 'lock-wait': '10m' })
    await run.waitForLine(/waiting for the deploy lock/)
    run.signal('SIGINT')
    const result = await run.result
    expect([result.mainExit, result.postExit]).toEqual([1, 0])
    expect(await lockOf(primary, service.name)).toEqual(held)
    await releaseByKamal()
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  }, 60_000)
})

describe("Kamal's own commands, while a deploy of ours runs,", () => {
  test('show our lock and release it: the deploy goes back, and says why', async () => {
    const before = await footing(service)
    const run = service.start('deploy', { version: 'slow' })
    await run.waitForLine(RegExp(`^${primary.address} +create web`))
    const shown = await said(`stat ${lock} > /dev/null && cat ${lock}/details | base64 -d`)
    const [by = '', version, message = '', ...more] = shown.split('\n')
    expect(by).toMatch(/^Locked by: ada at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect(version).toBe('Version: slow')
    expect(message).toMatch(/^Message: Automatic deploy lock \(Seaworthy: acme\/shop run \d+ /)
    expect(more).toEqual([])
    await releaseByKamal()
    const result = await run.result
    expect([result.exitCode, result.outputs['outcome']]).not.toEqual([0, 'deployed'])
    expect(result.exitCode).toBe(1)
    expect(result.log).toContain('the deploy lock is not ours any more')
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
    expect(await footing(service)).toEqual(before)
    await expectNoLeaks(service, result)
  }, 60_000)

  test('release it and take it again: nothing more is changed, and the next run tidies up', async () => {
    const before = await footing(service)
    const run = service.start('deploy', { version: 'slow' })
    await run.waitForLine(RegExp(`^${primary.address} +create web`))
    await releaseByKamal()
    await lockByKamal('mending the database')
    const result = await run.result
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'stuck'])
    expect(result.log).toContain('somebody released the deploy lock')
    expect((await lockOf(primary, service.name))?.details).toContain('mending the database')
    expect((await footing(service)).map(({ route }) => route)).toEqual(
      before.map(({ route }) => route),
    )
    await releaseByKamal()
    const next = await service.deploy('v1')
    expect([next.exitCode, next.outputs['outcome']]).toEqual([0, 'deployed'])
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
    await expectNoLeaks(service, result)
  }, 90_000)
})
