/**
 * Calls `stop` with the signal's reason as soon as it is aborted, now if it already is. Returns what
 * takes that back.
 */
export const whenAborted = (signal: AbortSignal, stop: (reason: Error) => void): (() => void) => {
  const listener = (): void => {
    const reason: unknown = signal.reason
    stop(reason instanceof Error ? reason : new Error(String(reason)))
  }
  if (signal.aborted) listener()
  else signal.addEventListener('abort', listener, { once: true })
  return () => signal.removeEventListener('abort', listener)
}
