import { Client } from 'pg'
import type { QueryResult } from 'pg'
import type { Database, Row, Session } from '../../../src/postgres/database.ts'
import type { RealServer } from './server.ts'

const lastOf = (result: QueryResult<Row> | readonly QueryResult<Row>[]): readonly Row[] =>
  ('at' in result ? result.at(-1) : result)?.rows ?? []

export const connect = async (
  server: RealServer,
  database: string,
  user = 'postgres',
): Promise<Session> => {
  const client = new Client({ host: server.host, database, user })
  client.on('error', () => undefined)
  await client.connect()
  let closed: Promise<void> | undefined
  return {
    query: async (sql, values) =>
      lastOf(await client.query<Row>(sql, values === undefined ? undefined : [...values])),
    close: () => (closed ??= client.end().catch(() => undefined)),
  }
}

/** Sessions only: nothing here runs a program. */
export const databaseOf = (server: RealServer, name: string, user = 'postgres'): Database => ({
  label: name,
  name,
  session: () => connect(server, name, user),
  client: () => Promise.reject(new Error('No client here')),
  close: () => Promise.resolve(),
})

/** Runs statements in a session of their own. */
export const run = async (
  server: RealServer,
  database: string,
  ...statements: readonly string[]
): Promise<void> => {
  const session = await connect(server, database)
  try {
    for (const statement of statements) await session.query(statement)
  } finally {
    await session.close()
  }
}
