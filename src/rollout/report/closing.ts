import { oneLine, withoutControls } from '../../base/clean.ts'
import type { FleetState } from '../../fleet/state.ts'
import type { RolloutEvent } from '../events.ts'
import { wentWell, type Result } from '../result.ts'
import { causesOf, type Cause, type Place } from './causes.ts'
import { headlineOf, nextSteps } from './headline.ts'
import { hostReports, servedText, type RoleReport } from './hosts.ts'
import { line, unredacted, type LogLine, type Redact } from './log-line.ts'
import { stepWarnings } from './narrator.ts'

export interface ReportOptions {
  /** How long all of it took. */
  readonly seconds: number
  /** A look at the fleet when all was over. */
  readonly after?: FleetState
  /** Where the service answers, `https://shop.example.com`. */
  readonly url?: string
  readonly redact?: Redact
}

const mostLines = 20
const headLines = 8

/** A long text without its middle: what was found stands at its head, the end of a log at its end. */
const cut = (lines: readonly string[]): readonly string[] => {
  if (lines.length <= mostLines) return lines
  const tailLines = mostLines - headLines - 1
  const left = lines.length - headLines - tailLines
  return [
    ...lines.slice(0, headLines),
    `... ${String(left)} lines left out, the job summary has them ...`,
    ...lines.slice(-tailLines),
  ]
}

const indented = (lines: readonly string[], by: string): readonly string[] =>
  lines.map((text) => `${by}${text}`)

const placeLines = ({ host, evidence }: Place): readonly string[] => {
  if (host === undefined) return indented(cut(evidence), '  ')
  return evidence.length === 0 ? [] : [`  ${host}:`, ...indented(cut(evidence), '    ')]
}

const causeLines = ({ remedy, places }: Cause): readonly string[] => [
  ...(remedy === undefined ? [] : [`  What to do: ${remedy}`]),
  ...places.flatMap(placeLines),
  '',
]

/** A cause that is the only one stands in the headline already. */
const allCauses = (causes: readonly Cause[]): readonly string[] =>
  causes.length === 1
    ? causes.flatMap(causeLines)
    : ['', ...causes.flatMap((cause) => [cause.headline, ...causeLines(cause)])]

const roleLine = (host: string, { role, before, after }: RoleReport): string =>
  after === 'unknown'
    ? `${host}: ${role} served ${servedText(before)} before; what serves now is not known`
    : `${host}: ${role} serves ${servedText(after)}, before ${servedText(before)}`

/** Where every host stands; said only where the headline can't say it for all. */
const standing = (
  result: Result,
  events: readonly RolloutEvent[],
  after: FleetState | undefined,
): readonly string[] =>
  result.outcome !== 'stuck'
    ? []
    : [
        ...hostReports(result, events, after).flatMap(({ host, roles }) =>
          roles.map((role) => roleLine(host, role)),
        ),
        '',
      ]

/** Warnings of steps were annotated when they came; all of them are said again here. */
const warningLines = (
  { warnings }: Result,
  events: readonly RolloutEvent[],
  redact: Redact,
): readonly LogLine[] => {
  const told = new Set(
    events.flatMap((event) => (event.kind === 'step-done' ? stepWarnings(event) : [])),
  )
  return warnings.map((warning) => {
    const text = oneLine(redact(withoutControls(warning)))
    return told.has(warning) ? line(`warning: ${text}`) : { kind: 'warning', text }
  })
}

const withoutLastGap = (lines: readonly string[]): readonly string[] =>
  lines.at(-1) === '' ? lines.slice(0, -1) : lines

/** The last lines of the log, outside of groups: what happened, why, and what to do. */
export const closing = (
  result: Result,
  events: readonly RolloutEvent[],
  { seconds, after, redact = unredacted }: ReportOptions,
): readonly LogLine[] => {
  const causes = causesOf(result, redact)
  const next = nextSteps[result.outcome]
  return [
    {
      kind: wentWell(result) ? 'line' : 'error',
      text: headlineOf(result, causes, seconds),
    },
    ...warningLines(result, events, redact),
    ...withoutLastGap([
      ...(causes.length === 0 ? [] : allCauses(causes)),
      ...standing(result, events, after),
      ...(next === undefined ? [] : [next]),
    ]).map(line),
  ]
}
