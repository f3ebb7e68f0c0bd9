import { SeaworthyError } from '../base/error.ts'
import type { Step } from './plan.ts'
import type { Failure } from './run.ts'
import { isLoss, type Seized } from './seize.ts'

/** How a recovery ended. */
export type Recovery = { readonly result: 'back' } | { readonly result: 'forward' } | Stuck

/** The lock is kept on purpose, and the error says what goes on. */
export interface Stuck {
  readonly result: 'stuck'
  readonly error: SeaworthyError
  /** Every host was reached, and no version is healthy on all: another one may go on from there. */
  readonly unhealthy?: boolean
}

export const stuck = (message: string, details: readonly string[], hint: string): Stuck => ({
  result: 'stuck',
  error: new SeaworthyError('recovery-stuck', message, { evidence: details, hint }),
})

export const texts = (failures: readonly Failure[]): readonly string[] =>
  failures.map(({ step, error }) => `${step.host}: ${error.message}`)

export const unreachable = (missing: readonly string[], evidence: readonly string[]): Stuck =>
  stuck(
    `${missing.join(', ')} could not be reached, so it is not known what serves there`,
    evidence,
    `bring ${missing.join(', ')} back and run the deploy again, or leave it out with "without-hosts: ${missing.join(',')}"`,
  )

export const reasons = ({ failures }: Seized): readonly string[] =>
  failures.map(({ host, error }) => `${host}: ${error.message}`)

/** True when it is not known what hosts did, and nobody else has made one its own. */
export const wereCutOff = (failures: readonly Failure[]): boolean =>
  !wereRefused(failures) && !failures.some(({ error }) => error.code === 'fenced')

/** True when hosts have answered, and said no. */
const wereRefused = (failures: readonly Failure[]): boolean =>
  !failures.some(({ error }) => isLoss(error) || ['fenced', 'cancelled'].includes(error.code))

const isAboutTraffic = ({ commands, gate }: Step): boolean =>
  gate !== undefined ||
  commands.some(
    (command) =>
      command.kind === 'script' &&
      command.words.some(({ word }) => ['switch', 'switch-back', 'unroute'].includes(word)),
  )

/** True where requests could not be sent where they should go; else something could not be tidied away. */
export const wereOfTraffic = (failures: readonly Failure[]): boolean =>
  failures.some(({ step }) => isAboutTraffic(step))

/** True when what was asked to serve said no: what could not be tidied away says nothing of health. */
export const wereUnhealthy = (failures: readonly Failure[]): boolean =>
  wereRefused(failures) && wereOfTraffic(failures)

/** Neither back nor forward: what is told depends on whether traffic or its remains could not go back. */
export const stayWhereItIs = (failures: readonly Failure[]): Stuck => {
  if (!wereOfTraffic(failures))
    return stuck(
      'going back is not complete: what was staged could not be removed',
      texts(failures),
      'mend what the hosts report and run the deploy again: it recovers first',
    )
  const end = stuck(
    'what served before does not answer any more, and the new version is not healthy everywhere',
    texts(failures),
    'each host stays on what answers; deploy a version that is healthy to go on',
  )
  return { ...end, unhealthy: wereUnhealthy(failures) }
}
