import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'
import { goodRun, newWorld } from '../support/results-service/world.ts'
import { serverForTests } from '../support/fixture/server.ts'
import { makeCaller, type Caller, type Ran } from './support/caller.ts'

describe('the templates for the night, unchanged', () => {
  const server = serverForTests({ major: 15 })
  const world = newWorld()
  let service: ResultsService
  let caller: Caller
  let identity: string
  let recipient: string

  beforeAll(async () => {
    await server().query('CREATE DATABASE shop')
    service = await startResultsService(world)
    identity = await generateX25519Identity()
    recipient = await identityToRecipient(identity)
    caller = makeCaller(service)
  }, 120_000)
  afterAll(async () => {
    caller.close()
    await service.close()
  })
  beforeEach(() => void world.requests.splice(0))

  const heartbeats = () => world.requests.filter(({ url }) => url === '/hooks/heart').length
  const secrets = () => ({
    DATABASE_URL: server().urlOf('shop'),
    HEARTBEAT_URL: `${service.url}/hooks/heart`,
    SLACK_WEBHOOK: `${service.url}/hooks/slack`,
  })
  const backUp = (without: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    caller.run({
      ...{ workflow: 'template-backup.yml', event: 'schedule' },
      secrets: { ...secrets(), ...without },
      vars: { BACKUP_RECIPIENTS: recipient },
    })
  const prove = (given: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    caller.run({
      ...{ workflow: 'template-verify-restore.yml', event: 'schedule' },
      secrets: { ...secrets(), BACKUP_IDENTITY: identity, ...given },
    })
  const issueOf = (action: string) =>
    world.issues.findLast(({ title }) => title === `Seaworthy: ${action} fails`)

  test('verify-restore fails without any backup, and opens its issue', async () => {
    const { code, log } = await prove()
    expect(log).toContain('backup-missing')
    expect(code).toBe(1)
    expect(issueOf('verify-restore')).toMatchObject({ state: 'open' })
    expect(heartbeats()).toBe(0)
  })

  test('backup fails without its secret, and opens its issue', async () => {
    const { code, log } = await backUp({ DATABASE_URL: '' })
    expect([code, log]).toEqual([1, expect.stringContaining('database-url')])
    expect(issueOf('backup')?.body).toContain('database-url has no host and no user.')
    expect(world.artifacts).toEqual([])
  })

  test('backup makes one, closes its issue and calls the heartbeat', async () => {
    const { code, log } = await backUp()
    expect([code, log]).toEqual([0, expect.stringContaining('Job succeeded')])
    expect(world.artifacts.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^shop-\d{8}T\d{6}Z\.tar\.zst\.age$/),
    ])
    expect(issueOf('backup')).toMatchObject({ state: 'closed' })
    expect(heartbeats()).toBe(1)
    world.runs.set(world.runId, goodRun())
    world.runId += 1
    const path = '.github/workflows/verify-restore.yml'
    world.runs.set(world.runId, goodRun({ path, status: 'in_progress', conclusion: null }))
  })

  test('verify-restore proves it, closes its issue and calls the heartbeat', async () => {
    const { code, log } = await prove()
    expect([code, log]).toEqual([0, expect.stringContaining('passed: rows and checksums')])
    expect(issueOf('verify-restore')).toMatchObject({ state: 'closed' })
    expect(heartbeats()).toBe(1)
    expect(log).not.toContain(identity)
  })

  test('verify-restore fails without the identity', async () => {
    const { code, log } = await prove({ BACKUP_IDENTITY: '' })
    expect([code, log]).toEqual([1, expect.stringContaining('identity-unusable')])
  })

  test('verify-restore fails when the newest backup is of the night before', async () => {
    for (const [at, artifact] of world.artifacts.entries()) {
      const createdAt = artifact.createdAt - 27 * 3_600_000
      world.artifacts[at] = { ...artifact, createdAt }
    }
    const { code, log } = await prove()
    expect([code, log]).toEqual([1, expect.stringContaining('backup-too-old')])
    expect(issueOf('verify-restore')?.body).toContain('(backup-too-old)')
  })
})
