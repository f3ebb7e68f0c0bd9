import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { labHosts, onHost } from '../../lab/kit/lab.ts'
import type { RunOptions } from '../../lab/kit/step.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeService } from './support/service.ts'

const hosts = labHosts(2)
const [primary, other] = hosts
if (primary === undefined || other === undefined) throw new Error('no hosts')
const service = makeService('operate', hosts)
let digest: string
const lock = `.kamal/lock-${service.name}`

const operate = (inputs: RunOptions['inputs'], options?: Partial<RunOptions>) =>
  service.run('operate', inputs, options)

const as = (actor: string): Partial<RunOptions> => ({ env: { GITHUB_ACTOR: actor } })

/** As Kamal 2.12 does it (commands/lock.rb). */
const lockByKamal = async (message: string): Promise<void> => {
  const details = `Locked by: grace at 2026-05-04T03:02:01Z\nVersion: 77aa\nMessage: ${message}`
  const base64 = Buffer.from(details).toString('base64')
  await onHost(primary, `mkdir ${lock} && echo "${base64}" > ${lock}/details`)
}
const releaseByKamal = () => onHost(primary, `rm ${lock}/details && rm -r ${lock}`)

beforeAll(async () => {
  await service.image('v1')
  digest = await service.image('v2')
  await service.deploy('v1')
  await service.deploy('v2')
}, 90_000)

afterAll(() => service.remove(), 60_000)

describe('status', () => {
  test('tells what serves, since when, and what a rollback could start', async () => {
    const result = await operate({ command: 'status' })
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ versions: 'v2', digest, lock: 'free' })
    const found = JSON.parse(result.outputs['result'] ?? '') as { hosts: unknown[] }
    expect(found.hosts).toHaveLength(2)
    expect(found.hosts[0]).toMatchObject({
      host: primary.address,
      proxy: 'v0.9.2, running',
      roles: [{ role: 'web', serves: { version: 'v2' }, others: ['v1'] }],
    })
    expect(result.summary).toContain('## v2 serves')
    expect(result.summary).toContain('Deploy lock: free')
  }, 60_000)

  test('shows the hosts that can be reached, and fails for the other', async () => {
    service.configure({ servers: { web: { hosts: [primary.address, '127.0.77.99'] } } })
    try {
      const result = await operate({ command: 'status' })
      expect(result.exitCode).toBe(1)
      expect(result.outputs['versions']).toBe('v2')
      expect(result.log).toContain('host: 127.0.77.99; role: -; serves: not reached')
      expect(result.annotations.map(({ title }) => title)).toContain('host-unreachable')
    } finally {
      service.configure({})
    }
  }, 60_000)
})

describe('logs', () => {
  test('has the last lines of every running container, and no more of them', async () => {
    const result = await operate({ command: 'logs', lines: '1' })
    expect(result.exitCode).toBe(0)
    const found = JSON.parse(result.outputs['result'] ?? '') as { lines: number }[]
    expect(found.map(({ lines }) => lines)).toEqual([1, 1])
    expect(result.log).toContain(`--- ${service.name}-web-v2 on ${other.address}`)
  }, 60_000)

  test.each(['0', '1001', 'all'])('refuses lines: %s', async (lines) => {
    const result = await operate({ command: 'logs', lines })
    expect([result.exitCode, result.annotations[0]?.message]).toEqual([
      1,
      'Input lines must be a number from 1 to 1000.',
    ])
  })
})

describe('a freeze', () => {
  test('holds deploys and rollbacks until it is resumed by whom it belongs to', async () => {
    const frozen = await operate({ command: 'freeze', reason: 'mending the database' }, as('ann'))
    expect([frozen.exitCode, frozen.outputs['lock']]).toEqual([0, 'held'])

    const held = await service.run('deploy', { version: 'v1', 'lock-wait': '10m' })
    expect([held.exitCode, held.outputs['outcome']]).toEqual([1, 'blocked'])
    expect(held.log).toContain('mending the database')
    expect(held.log).toContain('it was taken by hand')

    const seen = await operate({ command: 'lock' })
    expect(seen.log).toMatch(/deploy lock: ann since \S+, version v2: mending the database/)

    const refused = await operate({ command: 'resume' }, as('bob'))
    expect(refused.exitCode).toBe(1)
    expect(refused.annotations[0]).toMatchObject({ title: 'lock-held' })
    expect(refused.annotations[0]?.message).toContain('held-by: ann')

    const resumed = await operate({ command: 'resume', 'held-by': 'ann' }, as('bob'))
    expect([resumed.exitCode, resumed.outputs['lock']]).toEqual([0, 'free'])
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  }, 120_000)

  test('is refused while somebody else has the lock, and leaves it as it is', async () => {
    await lockByKamal('Automatic deploy lock')
    const frozen = await operate({ command: 'freeze', reason: 'x' })
    expect(frozen.exitCode).toBe(1)
    expect(frozen.annotations[0]?.message).toContain('held by grace since 2026-05-04T03:02:01Z')
    const resumed = await operate({ command: 'resume', 'held-by': 'grace' })
    expect(resumed.exitCode).toBe(1)
    expect(resumed.annotations[0]?.message).toContain('command: unlock')
    const unlocked = await operate({ command: 'unlock', 'held-by': 'grace' })
    expect([unlocked.exitCode, unlocked.outputs['lock']]).toEqual([0, 'free'])
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  }, 120_000)

  test("is Kamal's own manual lock: Kamal shows and releases it", async () => {
    await operate({ command: 'freeze', reason: 'a long night' }, as('ann'))
    const { stdout } = await onHost(primary, `base64 -d ${lock}/details`)
    expect(stdout).toMatch(
      /^Locked by: ann at \S+Z\nVersion: v2\nMessage: a long night \(Seaworthy/,
    )
    expect((await releaseByKamal()).code).toBe(0)
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  }, 60_000)

  test('that failed when the lock was taken does not claim that it was not done', async () => {
    const audit = `.kamal/${service.name}-audit.log`
    await onHost(primary, `mv ${audit} kept && mkdir ${audit}`)
    try {
      const result = await operate({ command: 'freeze', reason: 'x' })
      expect([result.exitCode, result.annotations[0]?.title]).toEqual([1, 'script-failed'])
      expect(result.summary).toContain('### It did not end well')
      expect((await operate({ command: 'lock' })).outputs['lock']).toBe('held')
    } finally {
      await onHost(primary, `rmdir ${audit} && mv kept ${audit}`)
      await operate({ command: 'resume' })
    }
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  }, 60_000)

  test('needs a reason', async () => {
    const result = await operate({ command: 'freeze' })
    expect([result.exitCode, result.annotations[0]?.title]).toEqual([1, 'input-invalid'])
  })
})

test('a command that is not on the list is refused with the list', async () => {
  const result = await operate({ command: 'rm -rf /' })
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toContain('status, logs, lock, freeze, resume, unlock')
})
