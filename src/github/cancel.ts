import { SeaworthyError } from '../base/error.ts'

/**
 * The runner cancels a step by SIGINT, then SIGTERM after 7.5 s, then kills it after 2.5 s more. Both
 * abort the signal and neither ends the process: main issues no further step and returns. Call it
 * before the first await. With `using` or `Symbol.dispose` the handlers go away again.
 */
export const cancellation = (): { readonly signal: AbortSignal } & Disposable => {
  const controller = new AbortController()
  const cancel = (): void =>
    controller.abort(new SeaworthyError('cancelled', 'The run was cancelled.'))
  process.on('SIGINT', cancel).on('SIGTERM', cancel)
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => void process.off('SIGINT', cancel).off('SIGTERM', cancel),
  }
}
