import { codeBlock, details, table, words } from '../../base/markdown.ts'
import type { Pruned } from '../../operate/prune.ts'
import type { Order, Ran } from '../../operate/run.ts'
import type { Context } from '../shared/context.ts'
import { tell } from './tell.ts'

const headlineOf = (pruned: readonly Pruned[], dryRun: boolean): string => {
  const count = (of: 'containers' | 'images'): string => {
    const sum = pruned.reduce((total, one) => total + one[of].length, 0)
    return `${String(sum)} ${sum === 1 ? of.slice(0, -1) : of}`
  }
  return `${count('containers')} and ${count('images')} ${dryRun ? 'would go' : 'have gone'}`
}

const rowOf = ({ host, containers, images }: Pruned): readonly string[] => [
  ...[host, containers.join(', ') || '-', images.join(', ') || '-'],
]

/** What a prune removed, or would. */
export const tellPruned = (
  context: Context,
  pruned: readonly Pruned[],
  dryRun: boolean,
): Promise<void> => {
  const headline = headlineOf(pruned, dryRun)
  const hosts = pruned.map(({ host, containers, images }) => ({ host, containers, images }))
  return tell(
    context,
    { result: JSON.stringify({ dryRun, hosts }) },
    [...pruned.map(rowOf).map(([host, ...rest]) => `${host ?? ''}: ${rest.join('; ')}`), headline],
    [`## ${words(headline)}`, table(['Host', 'Containers', 'Images'], pruned.map(rowOf))],
    { headline, changed: !dryRun },
  )
}

/** Where an order would be carried out. */
export const tellOrder = (
  context: Context,
  { name, words: command, role }: Order,
  hosts: readonly string[],
): Promise<void> => {
  const headline = `${name} would run in the role ${role.name} on ${hosts.join(', ')}`
  return tell(
    context,
    { result: JSON.stringify({ dryRun: true, words: command, role: role.name, hosts }) },
    [headline, JSON.stringify(command)],
    [`## ${words(headline)}`, codeBlock(command.join('\n'))],
    { headline, changed: false },
  )
}

/** In a summary, which has 1 MiB for everything, the end of each text is enough. */
const shownCharacters = 20_000

const exitText = ({ exitCode }: Ran): string =>
  exitCode === undefined ? 'exit code unknown' : `exit code ${String(exitCode)}`

/** What an order printed and how it ended, host by host. */
export const tellRan = (context: Context, order: Order, ran: readonly Ran[]): Promise<void> => {
  const headline = `${order.name} ran on ${ran.map(({ host }) => host).join(', ') || 'no host'}`
  return tell(
    context,
    {
      result: JSON.stringify(
        ran.map(({ host, container, exitCode }) => ({ host, container, exitCode })),
      ),
    },
    ran.flatMap((one) => [`--- ${one.container} on ${one.host}: ${exitText(one)}`, one.text]),
    [
      `## ${words(headline)}`,
      ...ran.map((one) =>
        details(
          `${one.container} on ${one.host}: ${exitText(one)}`,
          codeBlock(context.secrets.redact(one.text).slice(-shownCharacters)),
        ),
      ),
    ],
    { headline, changed: true },
  )
}
