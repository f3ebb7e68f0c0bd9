import { SeaworthyError } from '../../../base/error.ts'
import { readInputs } from '../../../github/inputs.ts'
import type { Context } from '../context.ts'
import {
  channelInputNames,
  nightlyInputNames,
  readChannels,
  readNightlyChannels,
  type Channels,
} from './channels.ts'
import { finalReport, type After } from './report.ts'
import { sendReport } from './send.ts'

interface Told {
  readonly channels: Channels
  readonly token: string | undefined
  /** Which one of several: the destination, the backup's name. */
  readonly name: string | undefined
}

/** An action that tells others what became of it, when its post phase has ended. */
export interface Reporting {
  readonly action: string
  /** Reads anew, for post is another process, and only these: others may be what main failed by. */
  readonly read: () => Told
  /** Outcomes that nobody is told of. */
  readonly silent?: readonly string[]
}

/** Of an action that rolls out. */
export const fleetReporting = (action: string): Reporting => ({
  action,
  read: () =>
    readInputs([...channelInputNames, 'github-token', 'destination'], (inputs) => ({
      channels: readChannels(inputs),
      token: inputs.optionalText('github-token'),
      name: inputs.optionalText('destination'),
    })),
})

/** Of an action that runs by night. */
export const nightlyReporting = (action: string): Reporting => ({
  action,
  read: () =>
    readInputs([...nightlyInputNames, 'github-token', 'name'], (inputs) => ({
      channels: readNightlyChannels(inputs),
      token: inputs.optionalText('github-token'),
      name: inputs.optionalText('name'),
    })),
})

/** Where to tell can't be read: main has failed by the same, and said so. */
const readOrNothing = ({ read }: Reporting): Told | undefined => {
  try {
    return read()
  } catch (error) {
    if (error instanceof SeaworthyError) return undefined
    throw error
  }
}

export const tellOthers = async (
  context: Context,
  reporting: Reporting,
  after: After,
): Promise<void> => {
  const told = readOrNothing(reporting)
  const report = finalReport(after)
  if (told === undefined || reporting.silent?.includes(report.outcome) === true) return
  const { channels, token, name = '' } = told
  const subject = { action: reporting.action, name, run: context.run }
  await sendReport(context, { subject, channels, token }, report)
}
