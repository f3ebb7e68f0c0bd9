import { limitOf, type Plan, type Step } from '../plan.ts'
import { conceal } from './conceal.ts'
import { unredacted } from './log-line.ts'
import type { PrintOptions } from './print-plan.ts'

/** GitHub keeps 1 MB of outputs per job, counted in UTF-16: two bytes for each of these. */
const limitBytes = 500_000

const withCommands = (step: Step) => ({ ...step, commands: step.commands.map(conceal) })

const withoutCommands = ({ phase, host, title, gate }: Step) => ({ phase, host, title, gate })

const shape = (plan: Plan, step: (step: Step) => unknown) => ({
  title: plan.title,
  limitMs: limitOf(plan),
  waves: plan.waves.map(({ title, lanes, restMs }) => ({
    title,
    restMs,
    lanes: lanes.map(({ host, steps }) => ({ host, steps: steps.map(step) })),
  })),
})

/** What is left of a plan too long for an output; `omitted` says what is missing. */
const shapesOf = (plan: Plan): readonly unknown[] => [
  shape(plan, withCommands),
  { ...shape(plan, withoutCommands), omitted: 'commands' },
  { title: plan.title.slice(0, 1000), limitMs: limitOf(plan), omitted: 'waves' },
]

/**
 * A plan as JSON, without secrets, below 500 kB: a longer one comes without its commands, and without
 * its waves if that is not enough.
 */
export const planJson = (plan: Plan, { redact = unredacted }: PrintOptions = {}): string => {
  const clean = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? redact(value) : value
  const texts = shapesOf(plan).map((one) => JSON.stringify(one, clean))
  return texts.find((text) => Buffer.byteLength(text) < limitBytes) ?? '{}'
}
