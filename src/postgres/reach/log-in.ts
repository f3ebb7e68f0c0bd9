import type { Session } from '../database.ts'
import { explainLogin } from './explain.ts'
import type { Where } from './explain.ts'
import { logIn } from './session.ts'
import type { Road } from './session.ts'
import { tlsAttempts } from './tls.ts'

/** With `sslmode=prefer`: the server has no TLS, or does not let us in with it (as libpq does). */
const goesWithoutTls = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.includes('does not support SSL') || ('code' in error && error.code === '28000'))

/**
 * Logs in as the address's `sslmode` wants it.
 * @throws SeaworthyError `database-unreachable`, `database-login-refused`, `database-not-ready`, those
 * of the road; or the signal's reason.
 */
export const openSession = async (
  where: Where,
  road: Road,
  signal: AbortSignal,
): Promise<Session> => {
  const [first = false, second] = await tlsAttempts(where.address)
  const attempt = (tls: typeof first): Promise<Session> => logIn(where.address, road, tls, signal)
  try {
    return await attempt(first).catch((error: unknown) => {
      if (second === undefined || !goesWithoutTls(error)) throw error
      return attempt(second)
    })
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw explainLogin(error, where)
  }
}
