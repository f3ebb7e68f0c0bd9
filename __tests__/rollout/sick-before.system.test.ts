import { expect, test } from '@jest/globals'
import { betweenTwoSickVersions } from './two-hosts.ts'

test('a runner that is killed while it goes on from two sick versions leaves the next one able to', async () => {
  const quiet = await betweenTwoSickVersions()
  const first = quiet.world.exchanges + 1
  expect((await quiet.main('v3')).outcome).toBe('deployed')
  const wrong: string[] = []
  for (let exchange = first; exchange <= quiet.world.exchanges; exchange += 1) {
    const { world, main, served, locked } = await betweenTwoSickVersions()
    world.strike({ exchange, kind: 'kill' })
    await expect(main('v3')).rejects.toThrow('it killed')
    await world.clock.rest(600_000)
    const { outcome } = await main('v4')
    const end = [outcome, ...served(), locked()].join(' ')
    if (end !== 'deployed app-web-v4 app-web-v4 false') wrong.push(`${String(exchange)}: ${end}`)
  }
  expect(wrong).toEqual([])
}, 180_000)
