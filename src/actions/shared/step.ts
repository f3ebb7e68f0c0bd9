import { cancellation } from '../../github/cancel.ts'
import { fail } from '../../github/failure.ts'
import { enterPhase } from '../../github/state.ts'
import { createContext, type Context } from './context.ts'

/** Ends a step as failed by what it has told already. */
export class AlreadyTold extends Error {}

/** An action: one bundle serves both phases. */
export interface Step<T> {
  readonly read: (context: Context) => T
  /** @throws SeaworthyError whatever kept it from its end; AlreadyTold. */
  readonly main: (context: Context, inputs: T) => Promise<void>
  readonly post: (context: Context) => Promise<void>
  /** What the log, the outputs and the job summary say of an error of the main phase. */
  readonly refused: (context: Context, error: unknown) => Promise<void>
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
    if (error instanceof AlreadyTold) return
    if (phase === 'main') await refused(context, error)
    else fail(context.log, error)
  }
}
