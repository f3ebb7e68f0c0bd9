import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { serverForTests } from '../../../support/fixture/server.ts'
import { errorsOf, refused } from './repack.ts'
import { onSmallDisk } from './small-disk.ts'
import { startNightly, type Nightly } from './steps.ts'

/** 200 MB of text as a dump has it, and hardly anything where it is compressed: in a file, in a table. */
const squeezable = `
  CREATE SEQUENCE drawn; SELECT setval('drawn', 12);
  CREATE TABLE pages AS
    SELECT n AS id, repeat(md5(n::text), 640) AS text FROM generate_series(1, 10000) n`

/** The file has more than a twelfth of what is free; nothing else is short. */
const dense = `
  CREATE TABLE noise AS SELECT n, (SELECT string_agg(uuid_send(gen_random_uuid()), '')
    FROM generate_series(1, 60) k WHERE n > 0) AS noise FROM generate_series(1, 14000) n`

/** A small dump whose indexes take most of the copy. */
const indexed = `
  CREATE TABLE numbers AS SELECT n FROM generate_series(1, 1000000) n;
  CREATE INDEX ON numbers (n); CREATE INDEX ON numbers (n, (n + 1));
  CREATE INDEX ON numbers ((n + 2), n); CREATE INDEX ON numbers (abs(n), n)`

describe('a proof where the disk is short', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
  })
  afterAll(() => nightly.close())

  /** A backup of a new database with this content, proven on a disk of so many MB. */
  const proveOn = async (megabytes: number, database: string, sql: string) => {
    await server().query(`CREATE DATABASE ${database} TEMPLATE template0`)
    await server().query(sql, database)
    const made = await nightly.backup({ 'database-url': server().urlOf(database) })
    expect(made).toMatchObject({ exitCode: 0 })
    nightly.proveLater()
    return {
      prove: async (folder: string) => {
        const where = { RUNNER_TEMP: folder, TMPDIR: folder }
        const result = await nightly.verify({ name: database }, where)
        expect(readdirSync(folder)).toEqual([])
        return result
      },
      onDisk: (work: (folder: string) => Promise<void>) => onSmallDisk(megabytes, work),
    }
  }

  const expectStreamed = (result: Awaited<ReturnType<Nightly['verify']>>) => {
    expect(errorsOf(result)).toBe('')
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(result.outputs).toMatchObject({ verdict: 'proven' })
    expect(result.log).toContain(', streamed')
    expect(result.log).toContain('passed: sequences as the archive sets them')
    expect(result.annotations).toContainEqual(
      expect.objectContaining({
        kind: 'warning',
        message: expect.stringContaining('streamed into pg_restore'),
      }),
    )
    expect(result.summary).toContain('> The disk is short: the dump was not kept but streamed')
  }

  test('streams a dump that does not fit, which is seen when the disk is full', async () => {
    const { onDisk, prove } = await proveOn(150, 'squeezable', squeezable)
    await onDisk(async (folder) => {
      const result = await prove(folder)
      expect(result.log).toContain('the raw dump does not fit on this disk')
      expectStreamed(result)
    })
  }, 120_000)

  test('streams a dump that is seen not to fit', async () => {
    const { onDisk, prove } = await proveOn(150, 'dense', dense)
    await onDisk(async (folder) => {
      const result = await prove(folder)
      expect(result.log).not.toContain('the raw dump')
      expectStreamed(result)
    })
  }, 120_000)

  test('gives the place of a dump that fits to the copy, when both may not', async () => {
    const { onDisk, prove } = await proveOn(215, 'large', indexed)
    await onDisk(async (folder) => {
      const result = await prove(folder)
      expect(result.log).toContain('the raw dump is removed again')
      expectStreamed(result)
    })
  }, 120_000)

  test('refuses a copy that does not fit, and leaves nothing', async () => {
    const { onDisk, prove } = await proveOn(110, 'indexed', indexed)
    await onDisk(async (folder) => {
      const result = await prove(folder)
      expect(result).toMatchObject({ ...refused, outputs: {} })
      expect(errorsOf(result)).toMatch(/^disk-full: The disk of .* is full: the copy of indexed/)
      expect(errorsOf(result)).toContain(folder)
      expect(errorsOf(result)).toMatch(/has \d+ MB at its source/)
    })
  }, 120_000)

  test('refuses where not even a server fits', async () => {
    const { onDisk, prove } = await proveOn(30, 'empty', 'SELECT 1')
    await onDisk(async (folder) => {
      const result = await prove(folder)
      expect(result).toMatchObject({ ...refused, outputs: {} })
      expect(errorsOf(result)).toMatch(/^disk-full: .* is full: the copy of empty/)
    })
  }, 120_000)
})
