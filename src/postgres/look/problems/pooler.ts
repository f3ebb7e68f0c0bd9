import type { Session } from '../../database.ts'
import { only, text } from '../cells.ts'
import { backend } from '../sql/problems.ts'
import type { Problem } from './problem.ts'

const problem: Problem = {
  what: 'This is a connection pooler that gives every transaction another server connection',
  fix: "Give the database's own address and port (often 5432 instead of 6432 or 6543), or a pool in session mode.",
}

/** What pgbouncer answers to BEGIN where every statement is pooled. */
const refusesTransactions = /pooling mode/i

/** Backends that answer several statements of one session. */
const answering = async (session: Session): Promise<ReadonlySet<string>> => {
  const pids = new Set<string>()
  for (let turn = 0; turn < 3; turn++) pids.add(text(only(await session.query(backend)), 'pid'))
  return pids
}

/**
 * A second session is kept in a transaction meanwhile. A pooler with an idle connection gives it
 * the first session's, and the first one then gets another: one session alone would not notice.
 */
const together = async (first: Session, second: Session): Promise<boolean> => {
  const before = await answering(first)
  await second.query('BEGIN READ ONLY')
  const other = await answering(second)
  const during = await answering(first)
  const mine = new Set([...before, ...during])
  return mine.size > 1 || other.size > 1 || [...other].some((pid) => mine.has(pid))
}

/**
 * A pooler in transaction or statement mode: an exported snapshot and the settings of a session
 * would not hold behind it.
 * @param another opens a second session to the same database; it is closed here
 */
export const poolerBetween = async (
  session: Session,
  another: (() => Promise<Session>) | undefined,
): Promise<readonly Problem[]> => {
  if (another === undefined) return (await answering(session)).size > 1 ? [problem] : []
  const second = await another()
  try {
    return (await together(session, second)) ? [problem] : []
  } catch (error) {
    if (error instanceof Error && refusesTransactions.test(error.message)) return [problem]
    throw error
  } finally {
    await second.close()
  }
}
