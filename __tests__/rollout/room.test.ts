import { expect, test } from '@jest/globals'
import type { FleetState } from '../../src/fleet/state.ts'
import { lackOfRoom } from '../../src/rollout/room.ts'
import { fleetOf, rolloutOf, shop } from './report/fixtures.ts'

const config = shop(['h1', 'h2'])
const rollout = rolloutOf(config)
const mebibyte = 1024 ** 2

/** Hosts with an image of 400 MiB of the service, and so much room in MiB. */
const fleetWith = (
  digest: string,
  free: Readonly<Record<string, number | undefined>>,
): FleetState =>
  Object.fromEntries(
    Object.entries(fleetOf(config, { h1: 'v1', h2: 'v1' })).map(([host, state]) => {
      const mib = free[host]
      const files = {
        ...{ envs: [], root: [], releases: [], freeMemoryKiB: undefined },
        freeDiskKiB: mib === undefined ? undefined : mib * 1024,
        web: { extracted: [], volumes: [], pages: [] },
        lock: { state: 'free' },
      } as const
      const digests = [`${config.repository}@${digest}`]
      const images = [{ id: 'sha256:1', tags: [], digests, bytes: 400 * mebibyte }]
      return [host, { ...state, images, files }]
    }),
  )

test('all hosts that have less room than a quarter of an image are told, with both sizes', () => {
  const error = lackOfRoom(rollout, fleetWith('sha256:old', { h1: 99, h2: 12 }))
  expect(error).toMatchObject({
    code: 'disk-full',
    message: 'the disk of h1, h2 is nearly full: nothing is pulled',
    evidence: [
      'h1 has 99 MiB free, and an image of shop takes 400 MiB there',
      'h2 has 12 MiB free, and an image of shop takes 400 MiB there',
    ],
  })
  expect(error?.hint).toContain('free space on h1, h2')
})

test.each([
  ['there is room', 'sha256:old', 100],
  ['nobody knows how much room there is', 'sha256:old', undefined],
  ['the image is there already', rollout.digest, 0],
])('nothing is refused where %s', (_why, digest, mib) => {
  expect(lackOfRoom(rollout, fleetWith(digest, { h1: mib, h2: mib }))).toBeUndefined()
})

test('nothing is refused before the first deploy, when no image tells how much it takes', () => {
  const fleet = fleetWith('sha256:old', { h1: 1, h2: 1 })
  const bare = Object.fromEntries(
    Object.entries(fleet).map(([host, state]) => [host, { ...state, images: [] }]),
  )
  expect(lackOfRoom(rollout, bare)).toBeUndefined()
})
