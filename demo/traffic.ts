import { startLoad, type Load, type LoadResult } from '../lab/kit/load.ts'
import type { Claims } from './claims.ts'
import { say } from './say.ts'
import type { Shop } from './shop.ts'

const perSecond = 100
/** Answers that must have come before a step begins, and after it has ended. */
const enough = 100

const counted = ({ versions }: LoadResult): string =>
  [...versions]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([version, count]) => `${count} by ${version}`)
    .join(', ')

const figures = (result: LoadResult): string =>
  `${result.sent} requests sent, ${result.failed.length} failed; answered: ${counted(result)}`

const answersOf = (load: Load, version: string): number => load.soFar().versions.get(version) ?? 0

export interface UnderLoad<T> {
  readonly result: T
  readonly traffic: LoadResult
}

/**
 * Does something while visitors ask every host in turn. They come before it begins, when `before`
 * answers them, and after it has ended, when `after` does.
 */
export const underLoad = async <T>(
  { hosts, domain }: Shop,
  { before, after }: { readonly before: string; readonly after: string },
  act: () => Promise<T>,
): Promise<UnderLoad<T>> => {
  const addresses = hosts.map(({ address }) => address)
  const load = startLoad({ addresses, host: domain, rate: perSecond })
  const ticker = setInterval(() => say(`~ ${figures(load.soFar())}`), 1000)
  try {
    say(`Visitors come, ${perSecond} a second.`)
    await load.waitForVersion(before, enough, 20_000)
    const result = await act()
    // Should they not come, the figures show it.
    await load.waitForVersion(after, answersOf(load, after) + enough, 5000).catch(() => undefined)
    clearInterval(ticker)
    return { result, traffic: await load.stop() }
  } finally {
    clearInterval(ticker)
    await load.stop()
  }
}

/** No request was lost, and none was answered by a version that must not. */
export const checkTraffic = (
  claims: Claims,
  traffic: LoadResult,
  only: readonly string[],
): void => {
  claims.check(traffic.failed.length === 0, figures(traffic))
  for (const { at, address, kind, detail } of traffic.failed.slice(0, 5))
    say(`     lost: after ${at} ms at ${address}: ${kind}, ${detail}`)
  const others = [...traffic.versions].filter(([version]) => !only.includes(version))
  const strangers = others.reduce((sum, [, count]) => sum + count, 0)
  claims.check(strangers === 0, `${strangers} answers of anything but ${only.join(' and ')}`)
}
