import type { StepResult } from '../../../lab/kit/step.ts'

/** A secret, and each line of one that has several; a key's BEGIN and END lines are none. */
export const parts = (secret: string): readonly string[] =>
  [secret, ...secret.split('\n')].filter((part) => part.length > 7 && !part.startsWith('-----'))

/** What a step printed, without the commands that tell the runner what to mask. */
const printed = ({ rawLog }: StepResult): string =>
  rawLog
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n')

/** Where a step shows a secret: its log as printed, outputs, summary, annotations, saved state. */
export const leaksIn = (result: StepResult, secrets: readonly string[]): readonly string[] => {
  const places = {
    log: printed(result),
    outputs: JSON.stringify(result.outputs),
    summary: result.summary,
    annotations: JSON.stringify(result.annotations),
    state: JSON.stringify(result.state),
    environment: JSON.stringify(result.exported),
  }
  const wanted = secrets.flatMap(parts)
  return Object.entries(places)
    .filter(([, text]) => wanted.some((part) => text.includes(part)))
    .map(([place]) => `a secret shows in the ${place}`)
}
