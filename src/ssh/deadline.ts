import { SeaworthyError } from '../base/error.ts'
import { whenAborted } from './abort.ts'

export interface Bounds {
  /** What is being done, with the host: `look on h1`. Begins the message. */
  readonly what: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** Instead of `host-timeout`. */
  readonly late?: (() => SeaworthyError) | undefined
}

const tooLong = ({ what, timeoutMs }: Bounds): SeaworthyError =>
  new SeaworthyError('host-timeout', `${what}: no end after ${String(timeoutMs / 1000)} s.`)

/**
 * Runs `work` with a limit. Whatever `work` does, this rejects at once with `host-timeout` when the
 * time is over and with `cancelled` when the signal is aborted; the signal given to `work` is then
 * aborted with that error, so that it can clean up.
 */
export const bounded = <T>(bounds: Bounds, work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const { what, timeoutMs, signal } = bounds
    const inner = new AbortController()
    const stop = (error: SeaworthyError): void => {
      release()
      reject(error)
      inner.abort(error)
    }
    const late = bounds.late ?? (() => tooLong(bounds))
    const timer = setTimeout(() => stop(late()), timeoutMs)
    let forget = (): void => undefined
    const release = (): void => {
      clearTimeout(timer)
      forget()
    }
    if (signal !== undefined)
      forget = whenAborted(signal, (cause) =>
        stop(new SeaworthyError('cancelled', `${what}: cancelled.`, { cause })),
      )
    if (!inner.signal.aborted) work(inner.signal).then(resolve, reject).finally(release)
  })
