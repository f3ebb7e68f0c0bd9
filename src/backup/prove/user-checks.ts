import type { Check } from '../../postgres/proof/check.ts'
import { checkFreshness } from '../../postgres/proof/freshness.ts'
import { checkSmokeCommand, checkSmokeSql } from '../../postgres/proof/smoke.ts'
import type { Throwaway } from '../../postgres/server/throwaway.ts'
import type { Manifest } from '../manifest.ts'
import type { ProofOrder } from './order.ts'

/** Milliseconds for one claim of the user's. */
const limit = 600_000

const smoke = async (
  server: Throwaway,
  database: string,
  text: string,
  order: ProofOrder,
): Promise<Check> => {
  const [, sql] = /^sql:\s*(.+)$/is.exec(text) ?? []
  const { workspace, env, signal } = order
  if (sql === undefined)
    return checkSmokeCommand(server, {
      ...{ name: text, command: text, database, cwd: workspace, limit, signal },
      job: { path: env['PATH'] ?? '', home: env['HOME'] ?? '' },
    })
  const session = await server.session(database, signal)
  try {
    return await checkSmokeSql(session, text, sql, limit)
  } finally {
    await session.close()
  }
}

const freshness = async (
  server: Throwaway,
  manifest: Manifest,
  query: string,
  order: ProofOrder,
): Promise<Check> => {
  const session = await server.session(manifest.server.database, order.signal)
  try {
    const wish = { query, within: order.maxAgeMs, takenAt: manifest.takenAt }
    return await checkFreshness(session, wish)
  } finally {
    await session.close()
  }
}

/** The user's own claims about the copy; last, for what they do to it is theirs. */
export const userChecks = async (
  server: Throwaway,
  manifest: Manifest,
  order: ProofOrder,
): Promise<readonly Check[]> => {
  const checks: Check[] = []
  if (order.freshness !== undefined)
    checks.push(await freshness(server, manifest, order.freshness, order))
  for (const text of order.smoke)
    checks.push(await smoke(server, manifest.server.database, text, order))
  return checks
}
