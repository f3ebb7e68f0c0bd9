import { codeBlock, details, table, words } from '../../base/markdown.ts'
import { setOutputs } from '../../github/outputs.ts'
import { appendSummary } from '../../github/summary.ts'
import type { ContainerLog } from '../../operate/logs.ts'
import { versionsOf, type HostStatus } from '../../operate/status.ts'
import type { Context } from '../shared/context.ts'
import { outputNames } from './contract.ts'

type Outputs = Parameters<typeof setOutputs<(typeof outputNames)[number]>>[1]

/** Outputs, log and job summary of a command. */
const tell = async (
  { env, log, secrets }: Context,
  outputs: Outputs,
  lines: readonly string[],
  summary: readonly string[],
): Promise<void> => {
  setOutputs(outputNames, outputs)
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
  return tell(
    context,
    {
      result: JSON.stringify({ hosts, unreachable: lost, lock: lock.text }),
      versions: versions.join(','),
      lock: lock.free ? 'free' : 'held',
    },
    [...rows.map(plainRow), `deploy lock: ${lock.text}`],
    [
      `## ${words(versions.join(', ') || 'Nothing')} serves`,
      table(head, rows),
      `Deploy lock: ${words(lock.text)}`,
    ],
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
  )

export const tellLock = (
  context: Context,
  headline: string,
  lock: { readonly free: boolean; readonly text: string },
): Promise<void> =>
  tell(
    context,
    { result: JSON.stringify({ lock: lock.text }), lock: lock.free ? 'free' : 'held' },
    [headline, `deploy lock: ${lock.text}`],
    [`## ${words(headline)}`, `Deploy lock: ${words(lock.text)}`],
  )
