import type { Session } from '../database.ts'
import type { Opener } from './snapshot.ts'

/** Work for one session. */
export type Job = (session: Session) => Promise<void>

export interface Crew {
  readonly opener: Opener
  /** Sessions at the same time, at least 1. */
  readonly workers: number
  readonly signal: AbortSignal
}

/**
 * Runs jobs in their order on `first` and on as many more sessions as there is work for. The first
 * failure, or an abort, ends all sessions at once; every session is closed at the end.
 * @throws the first failure, or the signal's reason
 */
export const runJobs = async (
  jobs: readonly Job[],
  first: Session,
  { opener, workers, signal }: Crew,
): Promise<void> => {
  const queue = jobs.values()
  const sessions = new Set([first])
  const ended = new AbortController()
  const closeAll = async () => {
    ended.abort()
    await Promise.all([...sessions].map((session) => session.close()))
  }
  const work = async (session: Session): Promise<void> => {
    for (const job of queue) {
      if (ended.signal.aborted) return
      await job(session)
    }
  }
  const joined = async (): Promise<void> => {
    const session = await opener.open(AbortSignal.any([signal, ended.signal]))
    sessions.add(session)
    await work(session)
  }
  const onAbort = () => void closeAll()
  signal.addEventListener('abort', onAbort)
  try {
    signal.throwIfAborted()
    const more = Array.from({ length: Math.min(workers, jobs.length) - 1 }, joined)
    const crew = [work(first), ...more]
    await Promise.all(crew).catch(async (error: unknown) => {
      await closeAll()
      await Promise.allSettled(crew)
      throw signal.aborted ? signal.reason : error
    })
  } finally {
    signal.removeEventListener('abort', onAbort)
    await closeAll()
  }
}
