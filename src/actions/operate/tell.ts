import { codeBlock, details, table, words } from '../../base/markdown.ts'
import { setOutputs } from '../../github/outputs.ts'
import { appendSummary } from '../../github/summary.ts'
import type { ContainerLog } from '../../operate/logs.ts'
import { digestEverywhere, versionsOf, type HostStatus } from '../../operate/status.ts'
import type { Activity } from '../../postgres/activity/activity.ts'
import type { Context } from '../shared/context.ts'
import { keepReport } from '../shared/report/report.ts'
import { outputNames } from './contract.ts'

type Outputs = Parameters<typeof setOutputs<(typeof outputNames)[number]>>[1]

/** What others hear of a command. */
interface Said {
  readonly headline: string
  /** Whether something is different from before. */
  readonly changed: boolean
}

/** Outputs, log and job summary of a command, and what others are told. */
const tell = async (
  context: Context,
  outputs: Outputs,
  lines: readonly string[],
  summary: readonly string[],
  said: Said,
): Promise<void> => {
  const { env, log, secrets } = context
  setOutputs(outputNames, outputs)
  keepReport(context, { ...said, ok: true, outcome: 'done', hint: undefined })
  if (lines.length > 0) log.hostText(lines.join('\n'))
  await appendSummary(
    env['GITHUB_STEP_SUMMARY'],
    `${summary.map((part) => part.trimEnd()).join('\n\n')}\n`,
    secrets.redact,
  )
}

const amount = (mebibytes: number | undefined): string =>
  mebibytes === undefined ? '-' : `${mebibytes} MiB`

const rowsOf = ({ host, docker, proxy, freeDiskMiB, freeMemoryMiB, roles }: HostStatus) =>
  roles.map(({ role, serves, others }) => [
    ...[host, role, serves?.version ?? 'nothing', serves?.status ?? '-'],
    ...[others.join(', ') || '-', docker, proxy, amount(freeDiskMiB), amount(freeMemoryMiB)],
  ])

const head = [
  ...['Host', 'Role', 'Serves', 'Since', 'Can go back to'],
  ...['Docker', 'Proxy', 'Free disk', 'Free memory'],
]

const plainRow = (cells: readonly string[]): string =>
  head.map((name, column) => `${name.toLowerCase()}: ${cells[column] ?? '-'}`).join('; ')

export const tellStatus = (
  context: Context,
  hosts: readonly HostStatus[],
  lost: readonly string[],
  lock: { readonly free: boolean; readonly text: string },
): Promise<void> => {
  const rows = [...hosts.flatMap(rowsOf), ...lost.map((host) => [host, '-', 'not reached'])]
  const versions = versionsOf(hosts)
  const headline = `${versions.join(', ') || 'Nothing'} serves`
  return tell(
    context,
    {
      result: JSON.stringify({ hosts, unreachable: lost, lock: lock.text }),
      versions: versions.join(','),
      digest: digestEverywhere(hosts) ?? '',
      lock: lock.free ? 'free' : 'held',
    },
    [...rows.map(plainRow), `deploy lock: ${lock.text}`],
    [`## ${words(headline)}`, table(head, rows), `Deploy lock: ${words(lock.text)}`],
    { headline, changed: false },
  )
}

export const tellLogs = (context: Context, logs: readonly ContainerLog[]): Promise<void> =>
  tell(
    context,
    {
      result: JSON.stringify(
        logs.map(({ host, container, text }) => ({
          host,
          container,
          lines: text.split('\n').length,
        })),
      ),
    },
    logs.flatMap(({ host, container, text }) => [`--- ${container} on ${host}`, text]),
    [
      `## Logs of ${logs.length} containers`,
      ...logs.map(({ host, container, text }) =>
        details(`${container} on ${host}`, codeBlock(context.secrets.redact(text))),
      ),
    ],
    { headline: `Logs of ${logs.length} containers`, changed: false },
  )

const activityHead = ['Pid', 'User', 'Application', 'State', 'Seconds', 'Waits for', 'Statement']

const activityRow = (one: Activity): readonly string[] => [
  ...[String(one.pid), one.user, one.application, one.state, String(one.seconds)],
  ...[one.blockedBy.join(', ') || '-', one.statement],
]

export const tellActivity = (context: Context, found: readonly Activity[]): Promise<void> =>
  tell(
    context,
    { result: JSON.stringify(found) },
    found.length === 0
      ? ['nothing runs for long, and nothing waits']
      : found.map((one) => activityRow(one).join('; ')),
    found.length === 0
      ? ['## Nothing runs for long, and nothing waits']
      : [`## ${found.length} sessions`, table(activityHead, found.map(activityRow))],
    { headline: `${found.length} sessions`, changed: false },
  )

export const tellCancelled = (context: Context, pid: number): Promise<void> =>
  tell(
    context,
    { result: JSON.stringify({ cancelled: pid }) },
    [`the statement of process ${pid} is cancelled`],
    [`## The statement of process ${pid} is cancelled`],
    { headline: `The statement of process ${pid} is cancelled`, changed: true },
  )

/** An accessory that was started, stopped or made anew. */
export const tellAccessory = (
  context: Context,
  {
    name,
    hosts,
    done,
  }: { readonly name: string; readonly hosts: readonly string[]; readonly done: string },
): Promise<void> => {
  const headline = `Accessory ${name} on ${hosts.join(', ')} is ${done}`
  return tell(
    context,
    { result: JSON.stringify({ accessory: name, hosts, done }) },
    [headline],
    [`## ${words(headline)}`],
    { headline, changed: true },
  )
}

export const tellLock = (
  context: Context,
  { headline, changed }: Said,
  lock: { readonly free: boolean; readonly text: string },
): Promise<void> =>
  tell(
    context,
    { result: JSON.stringify({ lock: lock.text }), lock: lock.free ? 'free' : 'held' },
    [headline, `deploy lock: ${lock.text}`],
    [`## ${words(headline)}`, `Deploy lock: ${words(lock.text)}`],
    { headline: `${headline} (deploy lock: ${lock.text})`, changed },
  )
