import type { Log } from '../../github/log.ts'
import type { RolloutEvent } from '../../rollout/events.ts'
import type { LogLine } from '../../rollout/report/log-line.ts'
import { createNarrator } from '../../rollout/report/narrator.ts'

/** Prints one line of a report as the runner's log wants it. */
export const show =
  (log: Log) =>
  (line: LogLine): void => {
    switch (line.kind) {
      case 'group':
        log.group(line.title)
        break
      case 'end-group':
        log.endGroup()
        break
      case 'warning':
      case 'error':
        log[line.kind](line.text)
        break
      case 'line':
        log.info(line.text)
    }
  }

export interface Narration {
  readonly narrate: (event: RolloutEvent) => void
  /** All that happened so far, for timeline and report. */
  readonly events: readonly RolloutEvent[]
}

/** Prints what happens as it happens, and keeps it. */
export const narration = (log: Log): Narration => {
  const events: RolloutEvent[] = []
  const narrator = createNarrator()
  const narrate = (event: RolloutEvent): void => {
    events.push(event)
    narrator(event).forEach(show(log))
  }
  return { narrate, events }
}
