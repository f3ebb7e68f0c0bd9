import { chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { serverUser } from '../../../../lab/kit/postgres-user.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { startNightly, type Nightly } from './steps.ts'
import { runnerFor } from './tool-cache.ts'

describe.each([13, 15, 17, 18] as const)(
  'a database in a tablespace of its own, PostgreSQL %s',
  (major) => {
    const server = serverForTests({ major })
    const runner = runnerFor(major)
    let nightly: Nightly

    beforeAll(async () => {
      nightly = await startNightly()
      const place = join(server().host, 'fast')
      const user = serverUser()
      mkdirSync(place)
      if (user !== undefined) chownSync(place, user.uid, user.gid)
      await server().query(`CREATE TABLESPACE "Fast; 'one'" LOCATION '${place}'`)
      await server().query(`CREATE DATABASE shop TABLESPACE "Fast; 'one'"`)
      await server().query('CREATE TABLE items AS SELECT generate_series(1, 100) AS id', 'shop')
      await server().query('CREATE TABLE elsewhere TABLESPACE pg_default AS SELECT 1 AS id', 'shop')
    }, 120_000)
    afterAll(() => nightly.close())

    test('is backed up, and its copy proven', async () => {
      const made = await nightly.backup({ 'database-url': server().urlOf('shop') }, runner())
      expect(made).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
      nightly.proveLater()
      const proof = await nightly.verify({ server: 'npm' }, runner())
      expect(proof.annotations).toEqual([])
      expect(proof).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
      expect(proof.outputs).toMatchObject({ verdict: 'proven' })
    }, 120_000)
  },
)
