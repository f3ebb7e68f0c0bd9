import type { RolloutEvent } from '../events.ts'
import { spansOf, type Span } from './spans.ts'

const mostTasks = 200
/** Below this an axis of whole seconds would say the same second several times. */
const finelyDividedMs = 10_000

/** Mermaid ends a name at `:`, a line at `;` or `#`, and drops a line in which a `%` comes early. */
const named = (text: string): string => text.replace(/[^\p{L}\p{N} ._-]/gu, '-')

const tags: Readonly<Record<Span['state'], string>> = {
  done: '',
  failed: 'crit, ',
  open: 'active, ',
}

const task = ({ phase, start, end, state }: Span): string => {
  const name = state === 'failed' ? `${phase} failed` : phase
  // A bar without length is not drawn.
  const until = Math.max(end, start + 1)
  return `${name} :${tags[state]}${String(Math.round(start))}, ${String(Math.round(until))}`
}

/** Failed ones first, should there be too many. */
const chosen = (spans: readonly Span[]): ReadonlySet<Span> =>
  new Set(
    [
      ...spans.filter(({ state }) => state !== 'done'),
      ...spans.filter(({ state }) => state === 'done'),
    ].slice(0, mostTasks),
  )

/**
 * The course of a rollout as a Mermaid `gantt` chart, a section per host and at most 200 bars; empty
 * when no step was begun. Times count from the first step: `x` reads milliseconds, `%Q` and `%s` write
 * them without regard to the reader's time zone [mermaid, gantt.jison and ganttDb.ts; d3-time-format].
 */
export const timeline = (events: readonly RolloutEvent[]): string => {
  const spans = spansOf(events)
  if (spans.length === 0) return ''
  const shown = chosen(spans)
  const kept = spans.filter((span) => shown.has(span))
  const length = Math.max(...kept.map(({ end }) => end))
  const left = spans.length - kept.length
  return [
    'gantt',
    ...(left === 0 ? [] : [`title ${String(left)} more are left out`]),
    'dateFormat x',
    `axisFormat ${length < finelyDividedMs ? '%Q ms' : '%s s'}`,
    'todayMarker off',
    ...[...new Set(kept.map(({ host }) => host))].flatMap((host) => [
      `section ${named(host)}`,
      ...kept.filter((span) => span.host === host).map(task),
    ]),
    '',
  ].join('\n')
}
