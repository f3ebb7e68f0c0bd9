import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { serverForTests } from '../../../support/fixture/server.ts'
import { errorsOf, refused, repacked, replace } from './repack.ts'
import { startNightly, type Nightly } from './steps.ts'
import { runnerFor } from './tool-cache.ts'

describe('generated columns of PostgreSQL 18, virtual unless told', () => {
  const server = serverForTests({ major: 18 })
  const runner = runnerFor(18)
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await server().query('CREATE DATABASE shop TEMPLATE template0')
    await server().query(
      `CREATE TABLE orders (a int, twice int GENERATED ALWAYS AS (a * 2));
       INSERT INTO orders SELECT generate_series(1, 20)`,
      'shop',
    )
  }, 120_000)
  afterAll(() => nightly.close())

  test('are proven, and refused where the copy has another expression', async () => {
    const made = await nightly.backup({ 'database-url': server().urlOf('shop') }, runner())
    expect(made).toMatchObject({ exitCode: 0 })
    nightly.proveLater()
    const proof = await nightly.verify({ server: 'npm' }, runner())
    expect(errorsOf(proof)).toBe('')
    expect(proof).toMatchObject({ exitCode: 0, outputs: { verdict: 'proven' } })
    const content = nightly.world.artifacts[0]?.content ?? Buffer.alloc(0)
    const changed = await repacked(content, nightly, {
      dump: ({ dump }) => {
        const text = readFileSync(String(dump), 'latin1')
        return Readable.from([Buffer.from(text.replaceAll('a * 2', 'a * 7'), 'latin1')])
      },
    })
    replace(nightly, { content: changed })
    const result = await nightly.verify({ server: 'npm' }, runner())
    expect(result).toMatchObject(refused)
    expect(errorsOf(result)).toMatch(/schema: 1 difference\n.*orders/)
  }, 120_000)
})
