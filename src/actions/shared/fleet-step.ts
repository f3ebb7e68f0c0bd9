import { SeaworthyError } from '../../base/error.ts'
import { fail } from '../../github/failure.ts'
import { setOutputs } from '../../github/outputs.ts'
import { wentWell, type Result } from '../../rollout/result.ts'
import type { Context } from './context.ts'
import type { FleetInputs } from './inputs.ts'
import type { Choose } from './main.ts'
import { owed } from './owed.ts'
import { fleetReporting } from './report/reporting.ts'
import { AlreadyTold, takeStep } from './step.ts'
import { fleetOutputNames, tellRefusal } from './tell.ts'

/** What an error of the main phase means for log, outputs and job summary. */
const refused = async (context: Context, error: unknown): Promise<void> => {
  if (error instanceof SeaworthyError && error.code === 'cancelled') {
    setOutputs(fleetOutputNames, { outcome: 'cancelled' })
    context.log.info('cancelled: no further step is issued; the post phase recovers')
    return
  }
  fail(context.log, error)
  // After a cancellation it is for the post phase to say what has become of the hosts.
  if (error instanceof SeaworthyError && !context.signal.aborted) await tellRefusal(context, error)
}

/** A step that rolls out, whatever else it does. */
export interface RolloutStep<T> {
  /** As others are told. */
  readonly action: string
  readonly read: (context: Context) => T
  /** Resolves with undefined where nothing was to be rolled out, and all went well. */
  readonly main: (context: Context, inputs: T) => Promise<Result | undefined>
  /** Reads anew what the post phase recovers with. */
  readonly readAgain: () => FleetInputs
  /** Removes from the runner what a main phase that was killed has left. */
  readonly leave?: (context: Context) => Promise<void>
}

/** Its post phase recovers what main left behind on the hosts; they go first. */
export const takeRolloutStep = <T>({
  action,
  read,
  main,
  readAgain,
  leave,
}: RolloutStep<T>): Promise<void> =>
  takeStep({
    read,
    main: async (context, inputs) => {
      const result = await main(context, inputs)
      if (result !== undefined && !wentWell(result)) throw new AlreadyTold(result.outcome)
    },
    post: async (context) => {
      try {
        const journal = owed()
        if (journal === undefined) return undefined
        const { runPost } = await import('./post.ts')
        return await runPost(context, readAgain(), journal)
      } finally {
        await leave?.(context)
      }
    },
    refused,
    reporting: fleetReporting(action),
  })

/** A step that only rolls out. */
export const takeFleetStep = <T extends FleetInputs>(
  action: 'deploy' | 'rollback',
  read: () => T,
  chooseBy: (inputs: T) => Choose,
): Promise<void> =>
  takeRolloutStep({
    action,
    read,
    main: async (context, inputs) =>
      (await import('./main.ts')).runMain(context, inputs, chooseBy(inputs), action),
    readAgain: read,
  })
