import { SeaworthyError } from '../../base/error.ts'
import type { Session } from '../database.ts'
import type { ServerFacts } from '../facts.ts'
import { flag, only, optionalText, text } from './cells.ts'
import { serverFacts, systemIdentifier, versions } from './sql/server.ts'

/** The oldest server whose catalog these statements fit. */
const oldest = 130_000

const providers = new Map([
  ['c', 'libc'],
  ['i', 'icu'],
  ['b', 'builtin'],
] as const)

const providerOf = (letter: string): ServerFacts['localeProvider'] => {
  for (const [known, provider] of providers) if (known === letter) return provider
  throw new Error(`Unknown locale provider ${letter}`)
}

/**
 * What the server and the database are.
 * @throws SeaworthyError `database-not-ready` for a server older than 13.
 */
export const readServer = async (session: Session): Promise<ServerFacts> => {
  const versionRow = only(await session.query(versions))
  // Distributions add their own: `15.18 (Debian 15.18-0+deb12u1)`.
  const version = text(versionRow, 'version').split(' ')[0] ?? ''
  const versionNumber = Number(text(versionRow, 'number'))
  if (versionNumber < oldest)
    throw new SeaworthyError('database-not-ready', `PostgreSQL ${version} is older than 13`, {
      hint: 'Upgrade the server: 13 is the oldest major that can be backed up.',
    })
  const row = only(await session.query(serverFacts(versionNumber)))
  return {
    version,
    versionNumber,
    major: Math.floor(versionNumber / 10_000),
    database: text(row, 'database'),
    systemIdentifier: flag(row, 'may_ask')
      ? text(only(await session.query(systemIdentifier)), 'id')
      : undefined,
    encoding: text(row, 'encoding'),
    collate: text(row, 'collate'),
    ctype: text(row, 'ctype'),
    localeProvider: providerOf(text(row, 'provider')),
    providerLocale: optionalText(row, 'locale'),
    standby: flag(row, 'standby'),
    bytes: Number(text(row, 'bytes')),
  }
}
