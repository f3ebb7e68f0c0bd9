import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { growDatabase } from '../../../../lab/kit/postgres-grow.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { startSshd, type Sshd } from '../../../ssh/sshd.ts'
import { expectNoSecrets, expectRefused, holdDump } from './refusal.ts'
import { startNightly, type Nightly } from './steps.ts'

describe('a database behind an SSH host', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly
  let sshd: Sshd

  beforeAll(async () => {
    nightly = await startNightly()
    sshd = await startSshd()
    await growDatabase(server(), { database: 'shop', megabytes: 60 })
  }, 120_000)
  afterAll(async () => {
    await sshd.stop()
    await nightly.close()
  })

  const inputs = () => ({
    'database-url': server().urlOf('shop'),
    through: `ssh://${userInfo().username}@127.0.0.1:${sshd.port}`,
    'ssh-private-key': readFileSync(sshd.keyFile, 'utf8'),
    'ssh-known-hosts': sshd.knownLine,
  })
  const secrets = () => [
    server().password,
    nightly.identity,
    ...readFileSync(sshd.keyFile, 'utf8').trim().split('\n').slice(1, -1),
  ]

  test('a tunnel that is cut midway fails the backup, and says what was lost', async () => {
    const handle = nightly.startBackup(inputs())
    const { release } = await holdDump(server(), handle)
    sshd.killSessions()
    release()
    const said = expectRefused(await handle.result, nightly, 'host-lost', secrets())
    expect(said).toContain('127.0.0.1')
  }, 120_000)

  test('a host key that is not the pinned one is refused before anything is said to it', async () => {
    const [place = '', type = ''] = sshd.knownLine.split(' ')
    const other = Buffer.from(sshd.knownLine.split(' ')[2] ?? '', 'base64')
    other.writeUInt8(other.readUInt8(40) ^ 1, 40)
    const wrong = `${place} ${type} ${other.toString('base64')}`
    const result = await nightly.backup({ ...inputs(), 'ssh-known-hosts': wrong })
    expectRefused(result, nightly, 'host-key-changed', secrets())
  }, 120_000)

  test('no key to log in with', async () => {
    const result = await nightly.backup({ ...inputs(), 'ssh-private-key': '' })
    expectRefused(result, nightly, 'key-unusable', secrets())
  }, 120_000)

  test('is backed up through a tunnel, and proven', async () => {
    const made = await nightly.backup(inputs())
    expect(made).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expectNoSecrets(made, secrets())
    nightly.proveLater()
    const proof = await nightly.verify()
    expect(proof).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(proof.outputs).toMatchObject({ verdict: 'proven' })
  }, 120_000)
})
