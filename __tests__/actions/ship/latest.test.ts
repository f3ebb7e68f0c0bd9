import { expect, test } from '@jest/globals'
import { moveLatest } from '../../../src/actions/ship/latest.ts'
import type { Context } from '../../../src/actions/shared/context.ts'
import { openRegistry } from '../../../src/image/registry/client.ts'
import { ended, type Outcome } from '../../../src/rollout/result.ts'
import { digest, rolloutOf, shop } from '../../rollout/report/fixtures.ts'

/** What is said when the registry does not answer: nothing, where it is not even asked. */
const saidAfter = async (outcome: Outcome, aim: { hosts?: string[]; roles?: string[] } = {}) => {
  const warnings: unknown[] = []
  const context = {
    log: { warning: (...told: readonly unknown[]) => void warnings.push(told) },
  } as unknown as Context
  const registry = openRegistry({
    ...{ repository: '127.0.0.1:9/acme/shop', login: undefined, plainHttp: true },
    signal: AbortSignal.timeout(30_000),
  })
  const config = { ...shop(['10.0.0.1']), destination: 'staging' }
  const result = { ...ended(outcome), rollout: rolloutOf(config), before: {} }
  const inputs = { hosts: [], roles: [], ...aim } as unknown as Parameters<typeof moveLatest>[1]
  await moveLatest(context, inputs, result, { digest, cached: false, registry })
  return warnings
}

test.each(['deployed', 'unchanged'] as const)(
  'after %s a latest that can not be moved is a warning: the version serves',
  async (outcome) => {
    expect(await saidAfter(outcome)).toEqual([
      [
        expect.stringMatching(/^latest-staging could not be moved to .* does not answer/),
        { title: 'registry-unreachable' },
      ],
    ])
  },
)

test.each(['planned', 'halted', 'undone', 'blocked', 'stuck', 'cancelled'] as const)(
  'after %s latest stays',
  async (outcome) => {
    expect(await saidAfter(outcome)).toEqual([])
  },
)

test.each([{ hosts: ['10.0.0.1'] }, { roles: ['web'] }])('with %j latest stays', async (aim) => {
  expect(await saidAfter('deployed', aim)).toEqual([])
})
