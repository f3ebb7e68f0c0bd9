import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { growDatabase } from '../../../../lab/kit/postgres-grow.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { expectNoSecrets, expectRefused, holdDump } from './refusal.ts'
import { startNightly, type Nightly } from './steps.ts'
import { untilEmpty } from '../until-empty.ts'

const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** Programs at work for a proof's throw-away server below a folder. */
const throwaways = (folder: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandOf)
    .filter((command) => command.includes('postgres') && command.includes(folder))

describe('a job that is cancelled', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly
  // Its own: proofs of other tests may run at the same time.
  let temporary: string

  beforeAll(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'c-'))
    // The server runs as another user.
    chmodSync(temporary, 0o711)
    nightly = await startNightly()
    await growDatabase(server(), { database: 'shop', megabytes: 60 })
  }, 120_000)
  afterAll(async () => {
    await nightly.close()
    rmSync(temporary, { recursive: true, force: true })
  })

  const start = () => nightly.startBackup({ 'database-url': server().urlOf('shop') })
  const sessions = () =>
    server().query(
      `SELECT pid FROM pg_stat_activity WHERE datname = 'shop' AND pid <> pg_backend_pid()`,
    )
  const expectNothingOfProof = () => {
    expect(throwaways(temporary)).toEqual([])
    expect(readdirSync(temporary)).toEqual([])
  }

  test('during the dump: no file, no session, no artifact is left', async () => {
    const handle = start()
    const { release } = await holdDump(server(), handle)
    handle.signal('SIGINT')
    release()
    const result = await handle.result
    expectRefused(result, nightly, 'cancelled', [server().password, nightly.identity])
    await untilEmpty(sessions)
  }, 120_000)

  describe('during the proof', () => {
    beforeAll(async () => {
      expect(await start().result).toMatchObject({ exitCode: 0 })
      nightly.proveLater()
    }, 120_000)

    test.each([
      { when: 'as the file is read', line: /reading the file to its end/ },
      { when: 'as the server starts', line: /starting a throw-away PostgreSQL/ },
      { when: 'as it is restored', line: /restoring shop/ },
      { when: 'as it is compared', line: /comparing the copy with the manifest/ },
    ])(
      '$when: no server, no plaintext is left',
      async ({ line }) => {
        const handle = nightly.startVerify({}, { TMPDIR: temporary })
        await handle.waitForLine(line)
        handle.signal('SIGINT')
        const result = await handle.result
        expect(result).toMatchObject({ exitCode: 1, mainExit: 1, postExit: 0 })
        expect(result).toMatchObject({ leftovers: [], orphans: [] })
        expect(result.outputs).toEqual({ verdict: 'refused' })
        const errors = result.annotations.filter(({ kind }) => kind === 'error')
        expect(errors.map(({ title }) => title)).toEqual(['cancelled'])
        expectNoSecrets(result, [nightly.identity])
        expectNothingOfProof()
      },
      120_000,
    )

    test('by force: post ends the server that main could not end', async () => {
      const handle = nightly.startVerify({}, { TMPDIR: temporary })
      await handle.waitForLine(/restoring shop/)
      expect(throwaways(temporary)).not.toEqual([])
      handle.signal('SIGKILL')
      const result = await handle.result
      expect(result).toMatchObject({ mainExit: 137, postExit: 0, leftovers: [], orphans: [] })
      expectNothingOfProof()
    }, 120_000)
  })
})
