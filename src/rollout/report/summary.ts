import { withoutControls } from '../../base/clean.ts'
import { codeBlock, details, table, words } from '../../base/markdown.ts'
import { duration } from '../../base/time.ts'
import type { RolloutEvent } from '../events.ts'
import type { Plan } from '../plan.ts'
import type { Result } from '../result.ts'
import { causesOf, type Cause } from './causes.ts'
import type { ReportOptions } from './closing.ts'
import { commandsText } from './commands.ts'
import { headlineOf, nextSteps } from './headline.ts'
import { few } from '../target.ts'
import { hostReports, servedText, type HostReport } from './hosts.ts'
import { unredacted, type Redact } from './log-line.ts'
import { planWords } from './plan-words.ts'
import { timeline } from './timeline.ts'

const orDash = (value: string | undefined): string => value ?? '-'

const head = ['Host', 'Role', 'Before', 'After', 'Gate', 'Stage', 'Switch']

const took = (ms: number | undefined): string => (ms === undefined ? '-' : duration(ms))

const hostTable = (reports: readonly HostReport[]): string =>
  table(
    head,
    reports.flatMap(({ host, roles }) =>
      roles.map((role) => [
        host,
        role.role,
        servedText(role.before),
        servedText(role.after),
        orDash(role.gate),
        took(role.stageMs),
        took(role.switchMs),
      ]),
    ),
  )

/** With more rows than this a table is read by nobody. */
const mostRows = 12

const verdict = (gate: string | undefined): string =>
  gate === undefined || gate === 'failed' ? orDash(gate) : 'passed'

const longest = (times: readonly (number | undefined)[]): string => {
  const known = times.filter((ms) => ms !== undefined)
  return known.length === 0 ? '-' : `up to ${duration(Math.max(...known))}`
}

/** Roles that came to the same on many hosts share a row; what each host saw is folded below. */
const hostsSection = (reports: readonly HostReport[]): readonly string[] => {
  const rows = reports.flatMap(({ host, roles }) => roles.map((role) => ({ host, role })))
  if (rows.length <= mostRows) return [hostTable(reports)]
  const alike = Map.groupBy(rows, ({ role }) =>
    [role.role, servedText(role.before), servedText(role.after), verdict(role.gate)].join('\0'),
  )
  const shared = [...alike].map(([key, same]) => [
    few(same.map(({ host }) => host)),
    ...key.split('\0'),
    longest(same.map(({ role }) => role.stageMs)),
    longest(same.map(({ role }) => role.switchMs)),
  ])
  return [table(head, shared), details('Every host', hostTable(reports))]
}

/** A cause that is the only one stands in the title already. */
const causeSection = ({ headline, remedy, places }: Cause, alone: boolean): readonly string[] => [
  ...(alone ? [] : [`### ${words(headline)}`]),
  ...places
    .filter(({ evidence }) => evidence.length > 0)
    .map(({ host, evidence }) => details(host ?? 'What was seen', codeBlock(evidence.join('\n')))),
  ...(remedy === undefined ? [] : [`**What to do:** ${words(remedy)}`]),
]

const timelineSection = (events: readonly RolloutEvent[]): readonly string[] => {
  const chart = timeline(events)
  return chart === '' ? [] : ['### Timeline', `\`\`\`mermaid\n${chart}\`\`\``]
}

const planSection = (plan: Plan, redact: Redact): readonly string[] => [
  codeBlock(redact(planWords(plan).join('\n'))),
  details('Every command of this plan', codeBlock(redact(commandsText(plan)))),
]

/** Only web addresses become a link; a URL's own writing holds no `<`, `>` or space. */
const link = (url: string | undefined): readonly string[] => {
  const parsed = url === undefined ? null : URL.parse(url)
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) return []
  return [`<${parsed.href}>`]
}

const warningList = (warnings: readonly string[], redact: Redact): readonly string[] =>
  warnings.length === 0
    ? []
    : [
        '### Warnings',
        warnings.map((text) => `- ${words(redact(withoutControls(text)))}`).join('\n'),
      ]

/** Outcomes that touched hosts: only these have a table and a timeline. */
const touched = ({ outcome }: Result): boolean =>
  !['unchanged', 'planned', 'blocked'].includes(outcome)

/**
 * What a rollout came to, as Markdown for the job summary. Texts of hosts are redacted before they are
 * made safe for Markdown: afterwards a secret would not be recognised any more.
 */
export const summary = (
  result: Result,
  events: readonly RolloutEvent[],
  { seconds, after, url, redact = unredacted }: ReportOptions,
): string => {
  const causes = causesOf(result, redact)
  const title = words(headlineOf(result, causes, seconds))
  if (result.outcome === 'unchanged') return `${title}\n`
  const next = nextSteps[result.outcome]
  return [
    `## ${title}`,
    ...(result.outcome === 'deployed' ? link(url) : []),
    ...causes.flatMap((cause) => causeSection(cause, causes.length === 1)),
    ...(next === undefined ? [] : [next]),
    ...(touched(result) ? hostsSection(hostReports(result, events, after)) : []),
    ...warningList(result.warnings, redact),
    ...(touched(result) ? timelineSection(events) : []),
    ...(result.outcome === 'planned' && result.plan !== undefined
      ? planSection(result.plan, redact)
      : []),
  ]
    .map((section) => `${section.trimEnd()}\n`)
    .join('\n')
}
