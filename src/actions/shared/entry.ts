import { SeaworthyError } from '../../base/error.ts'
import { cancellation } from '../../github/cancel.ts'
import { fail } from '../../github/failure.ts'
import { enterPhase } from '../../github/state.ts'
import { createContext } from './context.ts'
import type { FleetInputs } from './inputs.ts'
import { runMain, type Choose } from './main.ts'
import { runPost } from './post.ts'

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
    if (error instanceof SeaworthyError && error.code === 'cancelled') {
      process.exitCode = 1
      context.log.info('cancelled: no further step is issued; the post phase recovers')
    } else fail(context.log, error)
  }
}
