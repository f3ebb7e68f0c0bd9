import { expect, test } from '@jest/globals'
import { at, betweenTwoSickVersions, sickBefore } from './two-hosts.ts'

test('when the deploy was the fix, a cancelled run goes on to it rather than back', async () => {
  const { main, post, served, locked } = sickBefore()
  const { outcome } = await main(
    'v2',
    at('Switch h2', (_, job) => {
      job.cancel()
    }),
  )
  expect(outcome).toBe('cancelled')
  expect(await post()).toBe('forward')
  expect([served(), locked()]).toEqual([['app-web-v2', 'app-web-v2'], false])
})

test('where neither version is healthy everywhere, a deploy of one that is puts all right', async () => {
  const { main, served, locked } = await betweenTwoSickVersions()
  expect((await main('v3')).outcome).toBe('deployed')
  expect([served(), locked()]).toEqual([['app-web-v3', 'app-web-v3'], false])
})

test('a third that is not healthy either changes nothing, and says why', async () => {
  const apps = { h1: { v3: { kind: 'unhealthy' } } } as const
  const { main, served } = await betweenTwoSickVersions(apps)
  const { outcome, failures } = await main('v3')
  expect([outcome, failures[0]?.error.code]).toEqual(['halted', 'gate-failed'])
  expect(served()).toEqual(['app-web-v2', 'unhealthy app-web-v1'])
  expect((await main('v4')).outcome).toBe('deployed')
  expect(served()).toEqual(['app-web-v4', 'app-web-v4'])
})
