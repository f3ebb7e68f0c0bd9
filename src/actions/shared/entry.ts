import { SeaworthyError } from '../../base/error.ts'
import { cancellation } from '../../github/cancel.ts'
import { fail } from '../../github/failure.ts'
import { enterPhase } from '../../github/state.ts'
import { createContext, type Context } from './context.ts'
import type { FleetInputs } from './inputs.ts'
import { runMain, type Choose } from './main.ts'
import { runPost } from './post.ts'
import { tellRefusal } from './tell.ts'

/** What an error of the main phase means for log, outputs and job summary. */
const tellError = async (context: Context, error: unknown): Promise<void> => {
  if (error instanceof SeaworthyError && error.code === 'cancelled') {
    process.exitCode = 1
    context.log.info('cancelled: no further step is issued; the post phase recovers')
    return
  }
  fail(context.log, error)
  // After a cancellation it is for the post phase to say what has become of the hosts.
  if (error instanceof SeaworthyError && !context.signal.aborted) await tellRefusal(context, error)
}

/** One bundle serves both phases of an action; which one this is, the saved state tells. */
export const enter = async <T extends FleetInputs>(
  read: () => T,
  chooseBy: (inputs: T) => Choose,
): Promise<void> => {
  using cancel = cancellation()
  const context = createContext(process.env, cancel.signal)
  const phase = enterPhase()
  try {
    const inputs = read()
    if (phase === 'post') await runPost(context, inputs)
    else await runMain(context, inputs, chooseBy(inputs))
  } catch (error) {
    if (phase === 'main') await tellError(context, error)
    else fail(context.log, error)
  }
}
