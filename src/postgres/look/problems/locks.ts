import { setTimeout as sleep } from 'node:timers/promises'
import type { Row, Session } from '../../database.ts'
import type { Name } from '../../facts.ts'
import { optionalText, text } from '../cells.ts'
import { label, literal } from '../quote.ts'
import { exclusiveLocks } from '../sql/problems.ts'
import type { Problem } from './problem.ts'

interface Held extends Name {
  readonly pid: string | undefined
  readonly transaction: string
  /** Name of a prepared transaction. */
  readonly prepared: string | undefined
  /** Age of the transaction in seconds, where the role may know it. */
  readonly seconds: number | undefined
}

const parse = (row: Row): Held => {
  const seconds = optionalText(row, 'seconds')
  return {
    schema: text(row, 'schema'),
    name: text(row, 'name'),
    pid: optionalText(row, 'pid'),
    transaction: text(row, 'transaction'),
    prepared: optionalText(row, 'prepared'),
    seconds: seconds === undefined ? undefined : Number(seconds),
  }
}

const sameAs = (one: Held) => (other: Held) =>
  one.schema === other.schema &&
  one.name === other.name &&
  one.pid === other.pid &&
  one.transaction === other.transaction

const endIt = ({ pid, prepared }: Held): string => {
  if (pid !== undefined) return `SELECT pg_terminate_backend(${pid});`
  return prepared === undefined ? 'End it.' : `ROLLBACK PREPARED ${literal(prepared).trim()};`
}

const describe = (held: Held): Problem => {
  const by = held.pid ? `process ${held.pid}` : `the prepared transaction ${held.prepared ?? ''}`
  const age = held.seconds === undefined ? 'of unknown age' : `of ${held.seconds} s`
  return {
    what: `${label(held)} is locked ACCESS EXCLUSIVE by ${by}, in a transaction ${age}`,
    fix: `Let it finish, or end it: ${endIt(held)}`,
  }
}

export interface LockPatience {
  /** Age of a transaction from which its lock counts. Default 10. */
  readonly seconds?: number
  /** How long a lock must be seen to stay, in milliseconds. Default 2000. */
  readonly watchMs?: number
}

/**
 * Locks that would keep pg_dump waiting. A transaction can be much older than its lock, as a
 * vacuum's is, so a lock counts only if it is still there after a moment; where the age is hidden
 * from the role, after `seconds`.
 */
export const longLocks = async (
  session: Session,
  excluding: (name: Name) => string | undefined,
  { seconds = 10, watchMs = 2000 }: LockPatience = {},
): Promise<readonly Problem[]> => {
  const look = async () =>
    (await session.query(exclusiveLocks)).map(parse).filter((held) => excluding(held) === undefined)
  const old = (await look()).filter((held) => (held.seconds ?? seconds) >= seconds)
  if (old.length === 0) return []
  const unknown = old.some((held) => held.seconds === undefined)
  await sleep(unknown ? Math.max(watchMs, seconds * 1000) : watchMs)
  return (await look()).filter((held) => old.some(sameAs(held))).map(describe)
}
