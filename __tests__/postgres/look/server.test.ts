import { describe, expect, test } from '@jest/globals'
import { readServer } from '../../../src/postgres/look/server.ts'

const answering = (number: string, provider: string) => {
  const asked: string[] = []
  const row = {
    ...{ version: `${Number(number) / 10_000}`, number, database: 'd', encoding: 'UTF8' },
    ...{ collate: 'C', ctype: 'C', provider, locale: provider === 'c' ? null : 'C.UTF-8' },
    ...{ standby: false, bytes: '1', may_ask: false },
  }
  const query = (sql: string) => {
    asked.push(sql)
    return Promise.resolve([row])
  }
  return { asked, session: { query, close: () => Promise.resolve() } }
}

describe('the locale', () => {
  test.each([
    ['130000', 'c', 'libc', 'NULL::text AS locale'],
    ['140000', 'c', 'libc', 'NULL::text AS locale'],
    ['150000', 'i', 'icu', 'daticulocale::text AS locale'],
    ['160000', 'c', 'libc', 'daticulocale::text AS locale'],
    ['170000', 'b', 'builtin', 'datlocale::text AS locale'],
    ['180000', 'b', 'builtin', 'datlocale::text AS locale'],
  ])('of %s by provider %s', async (number, letter, localeProvider, column) => {
    const { session, asked } = answering(number, letter)
    expect(await readServer(session)).toMatchObject({
      localeProvider,
      major: Number(number) / 10_000,
    })
    expect(asked.at(-1)).toContain(column)
  })
})

test('a server older than 13 is refused', async () => {
  await expect(readServer(answering('120000', 'c').session)).rejects.toMatchObject({
    code: 'database-not-ready',
    message: 'PostgreSQL 12 is older than 13',
  })
})
