import { expect, test } from '@jest/globals'
import type { Result } from '../../src/rollout/result.ts'
import type { Strike } from '../support/simulated/faults.ts'
import { twoHosts } from './two-hosts.ts'

interface Run {
  readonly exchanges: number
  /** Exchange with which going back begins. */
  readonly backFrom: number
  /** Exchanges from there on that look at a host and change nothing. */
  readonly looksAt: (host: string) => readonly number[]
  readonly result: Result
}

/** A deploy of a version that is not healthy on the second host, and a strike while it is undone. */
const undoing = async (strike?: Strike, lost?: string): Promise<Run> => {
  const { world, main, gone } = twoHosts({ h2: { v2: { kind: 'unhealthy' } } })
  if (lost !== undefined) gone.add(lost)
  if (strike !== undefined) world.strike(strike)
  let backFrom = 0
  const result = await main('v2', (event) => {
    if (event.kind === 'note' && event.text.startsWith('it failed')) backFrom = world.exchanges + 1
  })
  const looksAt = (host: string): readonly number[] =>
    world.history.flatMap((one) =>
      one.what === 'exchange' && !one.changes && one.host === host && one.exchange >= backFrom
        ? one.exchange
        : [],
    )
  return { exchanges: world.exchanges, backFrom, looksAt, result }
}

test.each(['refused', 'reply-lost'] as const)(
  'why a version was bad is told, whatever is struck while it is undone: %s',
  async (kind) => {
    const quiet = await undoing()
    expect(quiet.backFrom).toBeGreaterThan(10)
    const silent: string[] = []
    for (let exchange = quiet.backFrom; exchange <= quiet.exchanges; exchange += 1) {
      const { result } = await undoing({ exchange, kind })
      const [first] = result.failures
      if (first?.step.host !== 'h2' || first.error.code !== 'gate-failed')
        silent.push(`exchange ${String(exchange)}: ${result.outcome}, ${String(result.error)}`)
    }
    expect(silent).toEqual([])
  },
)

test('a host that is lost for good while all is undone is not taken for put right', async () => {
  const quiet = await undoing()
  const looks = quiet.looksAt('h2')
  expect(looks.length).toBeGreaterThan(5)
  const wrong: string[] = []
  for (const exchange of looks) {
    const { result } = await undoing({ exchange, kind: 'reply-lost' }, 'h2')
    const told = result.error?.message ?? ''
    if (result.outcome !== 'stuck' || !told.startsWith('h2 could not be reached'))
      wrong.push(`exchange ${String(exchange)}: ${result.outcome}, ${told}`)
  }
  expect(wrong).toEqual([])
})
