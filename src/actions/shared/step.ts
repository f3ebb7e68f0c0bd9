import { SeaworthyError } from '../../base/error.ts'
import { cancellation } from '../../github/cancel.ts'
import { fail } from '../../github/failure.ts'
import { enterPhase } from '../../github/state.ts'
import { createContext, type Context } from './context.ts'

/** An action whose post phase only removes what main left. */
export interface Step<T> {
  readonly read: (context: Context) => T
  /** @throws SeaworthyError whatever kept it from its end. */
  readonly main: (context: Context, inputs: T) => Promise<void>
  readonly post: (context: Context) => Promise<void>
  /** Outputs and job summary of a step that ended by an error which is explained. */
  readonly refused: (context: Context, error: SeaworthyError) => Promise<void>
}

/**
 * Runs the phase that the saved state tells. Until its end was reached the exit code is 1: a promise
 * that never settles would end the process in silence, and that is no success.
 */
export const takeStep = async <T>({ read, main, post, refused }: Step<T>): Promise<void> => {
  using cancel = cancellation()
  const context = createContext(process.env, cancel.signal)
  const phase = enterPhase()
  process.exitCode = 1
  try {
    if (phase === 'post') await post(context)
    else await main(context, read(context))
    process.exitCode = 0
  } catch (error) {
    const told: unknown = cancel.signal.aborted ? cancel.signal.reason : error
    fail(context.log, told)
    if (told instanceof SeaworthyError && phase === 'main') await refused(context, told)
  }
}
