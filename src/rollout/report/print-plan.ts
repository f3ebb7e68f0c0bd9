import type { Plan } from '../plan.ts'
import { commandsText } from './commands.ts'
import { line, unredacted, type LogLine, type Redact } from './log-line.ts'
import { planWords } from './plan-words.ts'

export interface PrintOptions {
  readonly redact?: Redact
}

/** A plan for the log: in words, and folded below them all that will be said to the hosts. */
export const printPlan = (
  plan: Plan,
  { redact = unredacted }: PrintOptions = {},
): readonly LogLine[] => [
  ...planWords(plan).map((text) => line(redact(text))),
  { kind: 'group', title: 'Every command of this plan' },
  ...redact(commandsText(plan)).trimEnd().split('\n').map(line),
  { kind: 'end-group' },
]
