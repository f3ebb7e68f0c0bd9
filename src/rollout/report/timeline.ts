import type { RolloutEvent } from '../events.ts'
import { runner } from '../plan.ts'
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

/** With more hosts than this a section for each is more than a screen, and than Mermaid draws well. */
const mostHosts = 12

/** What went well on many hosts as one bar a phase, from the first host's begin to the last one's end. */
const together = (spans: readonly Span[]): readonly Span[] => {
  const host = `${String(new Set(spans.map(({ host }) => host)).size)} hosts`
  return [...Map.groupBy(spans, ({ phase }) => phase)].map(([phase, alike]) => ({
    ...{ host, phase, state: 'done' },
    start: Math.min(...alike.map(({ start }) => start)),
    end: Math.max(...alike.map(({ end }) => end)),
  }))
}

/** Of many hosts only those in which something failed, or did not end, have a section of their own. */
const fewer = (spans: readonly Span[]): readonly Span[] => {
  const hosts = new Set(spans.map(({ host }) => host))
  if (hosts.size <= mostHosts) return spans
  const telling = new Set(spans.filter(({ state }) => state !== 'done').map(({ host }) => host))
  const own = ({ host }: Span): boolean => telling.has(host) || host === runner
  return [...together(spans.filter((span) => !own(span))), ...spans.filter(own)]
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
 * The course of a rollout as a Mermaid `gantt` chart, a section per host (of many hosts, those that
 * went well share one) and at most 200 bars; empty
 * when no step was begun. Times count from the first step: `x` reads milliseconds, `%Q` and `%s` write
 * them without regard to the reader's time zone [mermaid, gantt.jison and ganttDb.ts; d3-time-format].
 */
export const timeline = (events: readonly RolloutEvent[]): string => {
  const spans = fewer(spansOf(events))
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
