import { SeaworthyError } from '../../base/error.ts'
import type { Row, Session } from '../database.ts'
import type { ExtensionPrint } from '../facts.ts'

/** An extension whose version in the copy is not the source's. */
export interface Drift {
  readonly name: string
  readonly wanted: string
  readonly offered: string
}

export interface Offered {
  readonly missing: readonly ExtensionPrint[]
  readonly drift: readonly Drift[]
}

const available = `SELECT name, default_version AS version FROM pg_catalog.pg_available_extensions`

/** Compares what the source had with what the copy's server offers. */
export const compareExtensions = (
  wanted: readonly ExtensionPrint[],
  rows: readonly Row[],
): Offered => {
  const versions = new Map(rows.map((row) => [String(row['name']), String(row['version'])]))
  const missing = wanted.filter(({ name }) => !versions.has(name))
  const drift = wanted.flatMap(({ name, version }) => {
    const offered = versions.get(name)
    return offered === undefined || offered === version ? [] : [{ name, wanted: version, offered }]
  })
  return { missing, drift }
}

/**
 * Refuses before anything is restored when the server lacks an extension; returns those that it has
 * in another version, which a dump does not pin.
 *
 * @throws SeaworthyError `restore-failed`.
 */
export const requireExtensions = async (
  session: Session,
  wanted: readonly ExtensionPrint[],
): Promise<readonly Drift[]> => {
  const { missing, drift } = compareExtensions(wanted, await session.query(available))
  if (missing.length === 0) return drift
  const names = missing.map(({ name, version }) => `${name} ${version}`)
  throw new SeaworthyError(
    'restore-failed',
    `the throw-away server does not have ${missing.length === 1 ? 'the extension' : 'the extensions'} ${names.join(', ')}`,
    {
      hint: 'install the packages of these extensions for this major of PostgreSQL before this step, or use a server that has them',
      evidence: names.map((name) => `missing: ${name}`),
    },
  )
}
