import { cancelStatement, readActivity } from '../../postgres/activity/activity.ts'
import type { Context } from '../shared/context.ts'
import { keepLogins, type DatabaseInputs } from '../shared/database-inputs.ts'
import { wayOf, withDatabase } from '../shared/database.ts'
import type { OperateInputs } from './read.ts'
import { tellActivity, tellCancelled } from './tell.ts'

/** Sessions are all that is asked here. */
const noClient = (): Promise<never> => Promise.reject(new Error('No client program is run.'))

/** @throws SeaworthyError whatever kept the command from its end. */
export const onDatabase = (
  context: Context,
  { command, longerThanMs, pid }: OperateInputs,
  inputs: DatabaseInputs,
): Promise<void> => {
  keepLogins(context, inputs)
  return withDatabase(wayOf(inputs, context), inputs, context, noClient, async (database) => {
    const session = await database.session(context.signal)
    try {
      if (command === 'sessions') {
        await tellActivity(context, await readActivity(session, longerThanMs / 1000))
        return
      }
      await cancelStatement(session, pid)
      await tellCancelled(context, pid)
      return
    } finally {
      await session.close()
    }
  })
}
