import type { SeaworthyError } from '../base/error.ts'
import type { Step, Wave } from './plan.ts'

/** What happens, as it happens: for the log, the timeline and the report. Times in ms since epoch. */
export type RolloutEvent =
  | { readonly kind: 'wave'; readonly at: number; readonly wave: Wave }
  | { readonly kind: 'wave-ended'; readonly at: number; readonly wave: Wave }
  | { readonly kind: 'step'; readonly at: number; readonly step: Step }
  | {
      readonly kind: 'step-done'
      readonly at: number
      readonly step: Step
      readonly ms: number
      /** What the gate saw: `200 after 340 ms, 2 of 2`. */
      readonly answer: string | undefined
      readonly warnings: readonly string[]
    }
  | {
      readonly kind: 'step-failed'
      readonly at: number
      readonly step: Step
      readonly ms: number
      readonly error: SeaworthyError
    }
  /** Something between the steps: waiting for a lock, a recovery that begins. */
  | { readonly kind: 'note'; readonly at: number; readonly text: string }

export type Narrate = (event: RolloutEvent) => void
