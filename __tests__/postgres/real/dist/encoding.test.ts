import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { serverForTests } from '../../../support/fixture/server.ts'
import { errorsOf } from './repack.ts'
import { startNightly, type Nightly } from './steps.ts'

jest.setTimeout(120_000)

const accents = `
  CREATE TABLE "Größe" (id serial, "Maß" text DEFAULT 'groß');
  INSERT INTO "Größe" VALUES (1, 'ä'), (2, 'é');
  ALTER TABLE "Größe" OWNER TO clerk;
  COMMENT ON TABLE "Größe" IS 'wie groß';
  GRANT SELECT ON "Größe" TO PUBLIC`

const databases: readonly (readonly [what: string, options: string, sql: string])[] = [
  ['with nothing in it', '', 'SELECT 1'],
  ['in Latin 1', `ENCODING LATIN1 LOCALE 'C'`, accents],
  ['without an encoding', `ENCODING SQL_ASCII LOCALE 'C'`, accents],
  ['that ICU sorts', `LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C.UTF-8'`, accents],
]

describe('a database of another kind', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await server().query('CREATE ROLE clerk')
  })
  afterAll(() => nightly.close())

  test.each(databases)('is backed up and proven: one %s', async (_, options, sql) => {
    await server().query('DROP DATABASE IF EXISTS shop')
    await server().query(`CREATE DATABASE shop TEMPLATE template0 ${options}`)
    await server().query(sql, 'shop')
    const made = await nightly.backup({ 'database-url': server().urlOf('shop') })
    expect(errorsOf(made)).toBe('')
    nightly.proveLater()
    const id = made.outputs['artifact-id'] ?? ''
    const proof = await nightly.verify({ 'artifact-id': id })
    expect([errorsOf(proof), proof.annotations]).toEqual(['', []])
    expect(proof).toMatchObject({ exitCode: 0, outputs: { verdict: 'proven' } })
  })
})
