/** What a run is divided into, in milliseconds; together they are the wall time of the main phase. */
export interface Phases {
  /** The process, deploy.yml, connections, the lock, both looks: until the plan is printed. */
  readonly look: number
  readonly prepare: number
  readonly stage: number
  readonly switch: number
  readonly finish: number
  /** Report and farewell. */
  readonly end: number
}

export const phaseNames = ['look', 'prepare', 'stage', 'switch', 'finish', 'end'] as const

interface Span {
  readonly phase: string
  readonly start: number
  readonly end: number
}

const spansIn = (summary: string): readonly Span[] =>
  [...summary.matchAll(/^(prepare|stage|switch|finish) :(\d+), (\d+)$/gm)].map(
    ([, phase = '', start, end]) => ({ phase, start: Number(start), end: Number(end) }),
  )

const firstStart = (spans: readonly Span[], phase: string): number => {
  const starts = spans.filter((span) => span.phase === phase).map(({ start }) => start)
  if (starts.length === 0) throw new Error(`The timeline has no ${phase}`)
  return Math.min(...starts)
}

/**
 * Divides a run by the timeline in its job summary. A phase lasts from its first step, on whatever
 * host, to the next one's: some hosts still prepare while the first is staged.
 * @throws Error when the timeline lacks a phase: the run was no whole deploy.
 */
export const phasesOf = (summary: string, lookMs: number, mainMs: number): Phases => {
  const spans = spansIn(summary)
  const [stage, move, finish] = ['stage', 'switch', 'finish'].map((phase) =>
    firstStart(spans, phase),
  ) as [number, number, number]
  const last = Math.max(...spans.map(({ end }) => end))
  return {
    look: lookMs,
    prepare: stage,
    stage: move - stage,
    switch: finish - move,
    finish: last - finish,
    end: mainMs - lookMs - last,
  }
}
