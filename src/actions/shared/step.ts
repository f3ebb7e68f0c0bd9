import { cancellation } from '../../github/cancel.ts'
import { fail } from '../../github/failure.ts'
import { enterPhase } from '../../github/state.ts'
import { createContext, type Context } from './context.ts'
import { keepReport, reportOfError, type After } from './report/report.ts'
import { tellOthers, type Reporting } from './report/reporting.ts'

/** Ends a step as failed by what it has told already. */
export class AlreadyTold extends Error {}

/**
 * An action: one bundle serves both phases. What only one of them needs, and is large, it imports when
 * it comes to it: most posts have nothing to do, and a wrong input is told by the smaller half.
 */
export interface Step<T> {
  readonly read: (context: Context) => T | Promise<T>
  /** @throws SeaworthyError whatever kept it from its end; AlreadyTold. */
  readonly main: (context: Context, inputs: T) => Promise<void>
  /** A text that it resolves with is told to others as what came of it. */
  readonly post: (context: Context) => Promise<unknown>
  /** What the log, the outputs and the job summary say of an error of the main phase. */
  readonly refused: (context: Context, error: unknown) => Promise<void>
  /** Of an action that tells others too; its main phase keeps a report of what went well. */
  readonly reporting?: Reporting
}

const runMain = async <T>(context: Context, { read, main, refused }: Step<T>): Promise<boolean> => {
  try {
    await main(context, await read(context))
    return true
  } catch (error) {
    if (error instanceof AlreadyTold) return false
    keepReport(context, reportOfError(context.signal.aborted ? context.signal.reason : error))
    await refused(context, error)
    return false
  }
}

/** Others are told last, when it is certain what has become of everything. */
const runPost = async <T>(context: Context, { post, reporting }: Step<T>): Promise<boolean> => {
  const after = await (async () => post(context))().then(
    (did): After => ({ did: typeof did === 'string' ? did : undefined }),
    (failure: unknown): After => ({ failure }),
  )
  if ('failure' in after) fail(context.log, after.failure)
  if (reporting !== undefined) await tellOthers(context, reporting, after)
  return !('failure' in after)
}

/**
 * Runs the phase that the saved state tells. Until its end was reached the exit code is 1: a promise
 * that never settles would end the process in silence, and that is no success.
 */
export const takeStep = async <T>(step: Step<T>): Promise<void> => {
  using cancel = cancellation()
  const context = createContext(process.env, cancel.signal)
  const phase = enterPhase()
  process.exitCode = 1
  const isWell = phase === 'post' ? await runPost(context, step) : await runMain(context, step)
  if (isWell) process.exitCode = 0
}
