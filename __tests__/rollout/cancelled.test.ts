import { expect, test } from '@jest/globals'
import { at, twoHosts } from './two-hosts.ts'

/** A run that is cancelled when the first host has switched; its post phase has not begun. */
const cancelled = async () => {
  const fleet = twoHosts()
  const { outcome } = await fleet.main(
    'v2',
    at('Switch h2', (_, job) => {
      job.cancel()
    }),
  )
  expect(outcome).toBe('cancelled')
  return fleet
}

test.each(['refused', 'reply-lost'] as const)(
  'what was cancelled is not gone on to because a connection is lost on the way back: %s',
  async (kind) => {
    const quiet = await cancelled()
    const first = quiet.world.exchanges + 1
    expect(await quiet.post()).toBe('back')
    const wrong: string[] = []
    for (let exchange = first; exchange <= quiet.world.exchanges; exchange += 1) {
      const { world, post, served } = await cancelled()
      world.strike({ exchange, kind })
      const end = [await post(), ...served()].join(' ')
      if (/forward|v2/.test(end)) wrong.push(`${String(exchange)}: ${end}`)
    }
    expect(wrong).toEqual([])
  },
)
