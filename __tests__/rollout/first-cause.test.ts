import { expect, test } from '@jest/globals'
import type { Result } from '../../src/rollout/result.ts'
import type { Strike } from '../support/simulated/faults.ts'
import { twoHosts } from './two-hosts.ts'

interface Run {
  readonly exchanges: number
  /** Exchange with which going back begins. */
  readonly backFrom: number
  readonly result: Result
}

/** A deploy of a version that is not healthy on the second host, and a strike while it is undone. */
const undoing = async (strike?: Strike): Promise<Run> => {
  const { world, main } = twoHosts({ h2: { v2: { kind: 'unhealthy' } } })
  if (strike !== undefined) world.strike(strike)
  let backFrom = 0
  const result = await main('v2', (event) => {
    if (event.kind === 'note' && event.text.startsWith('it failed')) backFrom = world.exchanges + 1
  })
  return { exchanges: world.exchanges, backFrom, result }
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
