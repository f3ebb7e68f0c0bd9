import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { escapeIdentifier, type Client } from 'pg'
import type { PostgresServer } from './postgres.ts'

/** A part of the fixture, which is there whole or not at all. */
export interface Block {
  readonly name: string
  /** What the server must have: `major 15`, `extension hstore`, `query SELECT ...` that has a row. */
  readonly needs: readonly string[]
  readonly sql: string
}

export interface Fixture {
  readonly database: string
  readonly loaded: readonly string[]
  /** What this server can't hold, and why: `xml: query SELECT ...`. */
  readonly skipped: readonly string[]
}

const folder = join(import.meta.dirname, '../../__tests__/support/fixture')

/** Blocks begin at `-- @block NAME`; lines `-- @needs NEED` follow it. */
export const parseBlocks = (text: string): readonly Block[] =>
  text
    .split(/^-- @block /m)
    .slice(1)
    .map((block) => ({
      name: block.slice(0, block.indexOf('\n')),
      needs: Array.from(block.matchAll(/^-- @needs (.*)$/gm), ([, need = '']) => need),
      sql: block.slice(block.indexOf('\n') + 1),
    }))

/** Of all files, in the order of their names. */
export const fixtureBlocks = (): readonly Block[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .flatMap((file) => parseBlocks(readFileSync(join(folder, file), 'utf8')))

const hasRow = async (client: Client, sql: string, values: readonly string[] = []) => {
  try {
    return (await client.query(sql, [...values])).rowCount !== 0
  } catch {
    return false
  }
}

const isMet = (client: Client, need: string, major: number): Promise<boolean> => {
  const [kind = '', ...rest] = need.split(' ')
  const what = rest.join(' ')
  if (kind === 'major') return Promise.resolve(major >= Number(what))
  if (kind === 'query') return hasRow(client, what)
  if (kind === 'extension')
    return hasRow(client, 'SELECT FROM pg_available_extensions WHERE name = $1', [what])
  throw new Error(`A fixture can't need this: ${need}`)
}

const unmet = async (
  client: Client,
  { needs }: Block,
  major: number,
): Promise<readonly string[]> => {
  const verdicts = await Promise.all(needs.map((need) => isMet(client, need, major)))
  return needs.filter((_, index) => verdicts[index] !== true)
}

const load = async (client: Client, block: Block): Promise<void> => {
  try {
    await client.query(block.sql)
  } catch (cause) {
    throw new Error(`Fixture, ${block.name}: ${String(cause)}`, { cause })
  }
}

/**
 * Makes `database`, with every trap of PostgreSQL that this server can hold.
 * @param options `rows`: about how many the two larger tables get, 1000 unless told.
 * @throws Error when a block fails.
 */
export const loadFixture = async (
  server: Pick<PostgresServer, 'major' | 'query' | 'connect'>,
  { database, rows = 1000 }: { readonly database: string; readonly rows?: number },
): Promise<Fixture> => {
  await server.query(`CREATE DATABASE ${escapeIdentifier(database)} TEMPLATE template0`)
  const client = await server.connect(database)
  const loaded: string[] = []
  const skipped: string[] = []
  try {
    await client.query(`SET fixture.rows = ${rows}; SET client_min_messages = error`)
    for (const block of fixtureBlocks()) {
      const lacking = await unmet(client, block, server.major)
      if (lacking.length === 0) await load(client, block)
      if (lacking.length === 0) loaded.push(block.name)
      else skipped.push(`${block.name}: ${lacking.join(', ')}`)
    }
  } finally {
    await client.end()
  }
  return { database, loaded, skipped }
}
