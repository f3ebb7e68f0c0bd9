import type { Session } from '../../database.ts'
import type { ServerFacts } from '../../facts.ts'
import { only, text } from '../cells.ts'
import { excluder } from '../exclude.ts'
import { role as roleQuery } from '../sql/problems.ts'
import { hiddenObjects } from './large-objects.ts'
import { longLocks } from './locks.ts'
import type { LockPatience } from './locks.ts'
import { neededTables } from './needed.ts'
import { poolerBetween } from './pooler.ts'
import type { Problem } from './problem.ts'
import { missingRights } from './rights.ts'
import { unmatchedExclusions } from './unmatched.ts'

export interface ProblemOptions {
  readonly excludeTables: readonly string[]
  /** Opens a second session: without one, an idle pooler can't be told from a server. */
  readonly another?: () => Promise<Session>
  readonly locks?: LockPatience
}

/**
 * All that would make a dump fail or be incomplete, at once. Reads no row of a user's.
 * @throws SeaworthyError `input-invalid` for an entry of `excludeTables`.
 */
export const findProblems = async (
  session: Session,
  facts: Pick<ServerFacts, 'major'>,
  { excludeTables, another, locks }: ProblemOptions,
): Promise<readonly Problem[]> => {
  const excluding = excluder(excludeTables)
  const role = text(only(await session.query(roleQuery)), 'role')
  return [
    ...(await poolerBetween(session, another)),
    ...(await missingRights(session, role, excluding)),
    ...(await hiddenObjects(session, role, facts.major)),
    ...(excludeTables.length === 0 ? [] : await unmatchedExclusions(session, excludeTables)),
    ...(excludeTables.length === 0 ? [] : await neededTables(session, excluding)),
    ...(await longLocks(session, excluding, locks)),
  ]
}
