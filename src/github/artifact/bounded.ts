import { SeaworthyError } from '../../base/error.ts'

export const cancelledBy = (signal: AbortSignal): SeaworthyError =>
  signal.reason instanceof SeaworthyError
    ? signal.reason
    : new SeaworthyError('cancelled', 'The upload was cancelled.')

/**
 * `work`, or a rejection after `limitMs` or as soon as `signal` says so. GitHub's client waits for
 * ever for an answer that breaks off midway, and with nothing left to wait for Node would end the
 * step as a success: the timer here also keeps the process alive. `work` itself goes on.
 */
export const bounded = <T>(work: Promise<T>, limitMs: number, signal?: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Unable to make request: no end within ${limitMs / 1000} s`)),
      limitMs,
    )
    const stop = () => {
      clearTimeout(timer)
      if (signal !== undefined) reject(cancelledBy(signal))
    }
    if (signal?.aborted === true) stop()
    else signal?.addEventListener('abort', stop, { once: true })
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    }
    work.then(resolve, reject).finally(end)
  })
