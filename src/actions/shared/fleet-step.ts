import { SeaworthyError } from '../../base/error.ts'
import { fail } from '../../github/failure.ts'
import { isSuccess } from '../../rollout/result.ts'
import type { Context } from './context.ts'
import type { FleetInputs } from './inputs.ts'
import { runMain, type Choose } from './main.ts'
import { runPost } from './post.ts'
import { fleetReporting } from './report/reporting.ts'
import { AlreadyTold, takeStep } from './step.ts'
import { tellRefusal } from './tell.ts'

/** What an error of the main phase means for log, outputs and job summary. */
const refused = async (context: Context, error: unknown): Promise<void> => {
  if (error instanceof SeaworthyError && error.code === 'cancelled') {
    context.log.info('cancelled: no further step is issued; the post phase recovers')
    return
  }
  fail(context.log, error)
  // After a cancellation it is for the post phase to say what has become of the hosts.
  if (error instanceof SeaworthyError && !context.signal.aborted) await tellRefusal(context, error)
}

/** A step that rolls out: its post phase recovers what main left behind, with the same inputs. */
export const takeFleetStep = <T extends FleetInputs>(
  action: 'deploy' | 'rollback',
  read: () => T,
  chooseBy: (inputs: T) => Choose,
): Promise<void> =>
  takeStep({
    read,
    main: async (context, inputs) => {
      const { outcome } = await runMain(context, inputs, chooseBy(inputs), action === 'deploy')
      if (!isSuccess(outcome)) throw new AlreadyTold(outcome)
    },
    post: (context) => runPost(context, read()),
    refused,
    reporting: fleetReporting(action),
  })
