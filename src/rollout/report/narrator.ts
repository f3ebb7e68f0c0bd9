import { oneLine } from '../../base/clean.ts'
import { duration } from '../../base/time.ts'
import type { RolloutEvent } from '../events.ts'
import type { Step, Wave } from '../plan.ts'
import { line, type LogLine } from './log-line.ts'
import { waveTitle } from './phrases.ts'

const widestTitle = 48
const durationWidth = 8

interface Widths {
  readonly host: number
  readonly title: number
}

const widthsOf = ({ lanes }: Wave): Widths => ({
  host: Math.max(0, ...lanes.map(({ host }) => host.length)),
  title: Math.min(
    widestTitle,
    Math.max(0, ...lanes.flatMap(({ steps }) => steps.map(({ title }) => title.length))),
  ),
})

const stepLine = (widths: Widths, step: Step, ms: number, more: string | undefined): LogLine =>
  line(
    [
      step.host.padEnd(widths.host),
      step.title.padEnd(widths.title),
      duration(ms).padStart(durationWidth),
      ...(more === undefined ? [] : [oneLine(more)]),
    ].join('  '),
  )

type StepEvent = Extract<RolloutEvent, { kind: 'step-done' | 'step-failed' }>

/** What was only tried and failed, as `run` puts it into its result. */
export const stepWarnings = ({
  step,
  warnings,
}: Extract<RolloutEvent, { kind: 'step-done' }>): readonly string[] =>
  warnings.map((text) => `${step.host}: ${text} failed`)

const endedStep = (widths: Widths, event: StepEvent): readonly LogLine[] => {
  const { step, ms } = event
  if (event.kind === 'step-failed')
    return [stepLine(widths, step, ms, `failed: ${event.error.message}`)]
  return [
    stepLine(widths, step, ms, event.answer),
    ...stepWarnings(event).map((text): LogLine => ({ kind: 'warning', text: oneLine(text) })),
  ]
}

/**
 * Tells a rollout as it happens: a group per wave, in it a line per step when it has ended. What is
 * told between the steps stands outside of groups.
 */
export const createNarrator = (): ((event: RolloutEvent) => readonly LogLine[]) => {
  let wave: Wave | undefined
  let open = false
  const close = (): readonly LogLine[] => {
    const lines: readonly LogLine[] = open ? [{ kind: 'end-group' }] : []
    open = false
    return lines
  }
  const reopen = (): readonly LogLine[] => {
    if (open || wave === undefined) return []
    open = true
    return [{ kind: 'group', title: `${waveTitle(wave)}, continued` }]
  }
  return (event) => {
    switch (event.kind) {
      case 'wave': {
        const before = close()
        wave = event.wave
        open = true
        return [...before, { kind: 'group', title: waveTitle(wave) }]
      }
      case 'wave-ended':
        wave = undefined
        return close()
      case 'note':
        return [...close(), line(oneLine(event.text))]
      case 'step':
        return []
      case 'step-done':
      case 'step-failed':
        return [
          ...reopen(),
          ...endedStep(wave === undefined ? { host: 0, title: 0 } : widthsOf(wave), event),
        ]
    }
  }
}
