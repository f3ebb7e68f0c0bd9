import { describe, expect, test } from '@jest/globals'
import type { FleetState } from '../../src/fleet/state.ts'
import { chooseRollback } from '../../src/rollout/choose-rollback.ts'
import { isUnchanged } from '../../src/rollout/unchanged.ts'
import { fleetOf, rolloutOf, shop } from './report/fixtures.ts'

const config = shop(['h1', 'h2'])
const rollout = rolloutOf(config)
const images = ['v1', 'v2'].map((version) => ({
  id: `sha256:${version}`,
  tags: [`${config.repository}:${version}`],
  digests: [`${config.repository}@sha256:${version}`],
  bytes: 1,
}))
const fleetWith = (versions: Readonly<Record<string, string>>): FleetState =>
  Object.fromEntries(
    Object.entries(fleetOf(config, versions)).map(([host, state]) => [host, { ...state, images }]),
  )
const everywhere = (version: string) => fleetWith({ h1: version, h2: version })
const mixed = fleetWith({ h1: 'v2', h2: 'v1' })

describe('a version that is asked for and serves', () => {
  test('is chosen, and leaves nothing to do', () => {
    const fleet = everywhere('v2')
    const choice = chooseRollback(config, fleet, rollout.targets, 'v2')
    expect(choice.version).toBe('v2')
    expect(isUnchanged({ ...rollout, ...choice, enough: 'version' }, fleet)).toBe(true)
  })

  test('is work to do where another one serves on a host', () => {
    const wanted = { ...rollout, version: 'v2', enough: 'version' } as const
    expect(isUnchanged(wanted, mixed)).toBe(false)
  })

  test('is not enough for a deploy: its environment may have changed', () => {
    expect(isUnchanged({ ...rollout, version: 'v2' }, everywhere('v2'))).toBe(false)
  })
})

describe('it is refused', () => {
  test('without a version when there is no earlier one', () =>
    expect(() => chooseRollback(config, everywhere('v2'), rollout.targets, undefined)).toThrow(
      'there is no earlier version to go back to',
    ))

  test('to a version that nobody has, with those that can be reached', () =>
    expect(() => chooseRollback(config, mixed, rollout.targets, 'v0')).toThrow(
      "v0 can't be reached",
    ))
})
