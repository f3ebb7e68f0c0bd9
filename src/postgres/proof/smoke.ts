import { messageOf } from '../../base/reason.ts'
import { duration } from '../../base/time.ts'
import type { Session } from '../database.ts'
import { evidenceOf, runProgram } from '../../base/program.ts'
import type { Throwaway } from '../server/throwaway.ts'
import type { Check } from './check.ts'

/**
 * Claim: the user's statements run on the copy. They fail by an error, or when the last one returns
 * `false` or NULL, as a comparison with the sum of no rows does; what they change is rolled back.
 */
export const checkSmokeSql = async (
  session: Session,
  name: string,
  sql: string,
  limit: number,
): Promise<Check> => {
  await session.query('BEGIN')
  try {
    await session.query(`SET LOCAL statement_timeout = ${Math.ceil(limit)}`)
    const rows = await session.query(sql)
    const value = rows.length === 1 ? Object.values(rows[0] ?? {}).at(0) : undefined
    return value === false || value === null
      ? { name, verdict: 'failed', detail: `the last statement returned ${value ?? 'NULL'}` }
      : { name, verdict: 'passed', detail: 'every statement ran' }
  } catch (error) {
    return { name, verdict: 'failed', detail: 'a statement failed', evidence: [messageOf(error)] }
  } finally {
    await session.query('ROLLBACK')
  }
}

export interface SmokeCommand {
  readonly name: string
  /** For bash, as a step's `run`. */
  readonly command: string
  readonly database: string
  /** Where it runs: the checked-out repository. */
  readonly cwd: string
  /** PATH and HOME of the job; nothing else of it is passed on. */
  readonly job: { readonly path: string; readonly home: string }
  /** Milliseconds. */
  readonly limit: number
  readonly signal: AbortSignal
}

/**
 * Claim: the user's command succeeds with `DATABASE_URL` and libpq's variables of the copy. None of the
 * job's secrets are in its environment, and it has no other database to mistake for the copy.
 */
export const checkSmokeCommand = async (server: Throwaway, smoke: SmokeCommand): Promise<Check> => {
  const { name, command, database, cwd, job, limit, signal } = smoke
  const env = {
    ...server.env,
    ...{ PATH: job.path, HOME: job.home, CI: 'true' },
    ...{ PGDATABASE: database, DATABASE_URL: server.url(database) },
  }
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', command]
  const outcome = await runProgram('bash', args, { env, cwd, signal, limit })
  signal.throwIfAborted()
  const evidence = evidenceOf('the command', outcome)
  if (outcome.code === 0)
    return { name, verdict: 'passed', detail: 'the command succeeded', evidence }
  const late = outcome.why === 'time limit' ? ` after ${duration(limit)}, its time limit` : ''
  return { name, verdict: 'failed', detail: `the command failed${late}`, evidence }
}
