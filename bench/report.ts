import type { Case, Series } from './case.ts'
import { phaseNames } from './phases.ts'
import { median, spread } from './statistics.ts'

const seconds = (ms: number): string => (ms / 1000).toFixed(2)

const head = [
  ...['action', 'hosts', 'round trip', 'wall', 'lowest-highest'],
  ...phaseNames,
  'post',
  'peer',
  'ratio',
]

/** One line of the table: medians in seconds. The ratio is that of the medians. */
export const row = ({ hosts, roundTrip }: Case, { action, ours, peers }: Series): string => {
  const wall = spread(ours.map((one) => one.wall))
  const peer = peers.length === 0 ? undefined : median(peers)
  const cells = [
    action,
    String(hosts.length),
    `${roundTrip} ms`,
    seconds(wall.median),
    `${seconds(wall.min)}-${seconds(wall.max)}`,
    ...phaseNames.map((name) => seconds(median(ours.map(({ phases }) => phases[name])))),
    seconds(median(ours.map(({ post }) => post))),
    peer === undefined ? '-' : seconds(peer),
    peer === undefined ? '-' : (wall.median / peer).toFixed(2),
  ]
  return `| ${cells.join(' | ')} |`
}

export const tableHead = (): string =>
  [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`].join('\n')
