import { describe, expect, test } from '@jest/globals'
import type { FleetState, HostState } from '../../src/fleet/state.ts'
import { digestEverywhere, hostStatus } from '../../src/operate/status.ts'
import { fleetOf, shop } from '../rollout/report/fixtures.ts'

const config = shop(['h1', 'h2'])
const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`

/** What every container runs came under these digests; its record names the last. */
const under = (fleet: FleetState, ...digests: readonly string[]): readonly HostState[] =>
  Object.values(fleet).map((state) => ({
    ...state,
    images: [...new Set(state.containers.map(({ imageId }) => imageId))].map((id) => ({
      ...{ id, tags: [], bytes: 1 },
      digests: digests.map((digest) => `${config.repository}@${digest}`),
    })),
    files: {
      ...{
        envs: [],
        root: [],
        freeDiskKiB: undefined,
        freeMemoryKiB: undefined,
        web: { extracted: [], volumes: [], pages: [] },
        lock: { state: 'free' },
      },
      releases: [
        {
          ...{ version: 'v1', digest: digests.at(-1) ?? '', roles: ['web'], outcome: 'deployed' },
          ...{ at: '2026-05-04T03:02:01Z', run: 'acme/shop/1/1', actor: 'ann' },
        },
      ],
    },
  }))

const digest = (states: readonly HostState[]): string | undefined =>
  digestEverywhere(states.map((state) => hostStatus(config, state, config.roles)))

describe('the digest that serves', () => {
  test('is that of the release record, where an image came under several', () => {
    const states = under(fleetOf(config, { h1: 'v1', h2: 'v1' }), digestOf('a'), digestOf('b'))
    expect(digest(states)).toBe(digestOf('b'))
  })

  test('is none where hosts differ, nothing serves on one, or a host does not say', () => {
    const [one, other] = ['a', 'b'].map((letter) =>
      under(fleetOf(config, { h1: 'v1', h2: 'v1' }), digestOf(letter)),
    )
    expect(digest([one?.[0], other?.[1]].filter((state) => state !== undefined))).toBeUndefined()
    const half = under(fleetOf(config, { h1: 'v1', h2: undefined }), digestOf('a'))
    expect(digest(half)).toBeUndefined()
    expect(digest(under(fleetOf(config, { h1: 'v1', h2: 'v1' })))).toBeUndefined()
    expect(digest([])).toBeUndefined()
  })
})
