import { expect, test } from '@jest/globals'
import { scenarios, strikeAll, type Kind } from './striking.ts'

const kinds: readonly Kind[] = [
  { kind: 'refused' },
  { kind: 'request-lost' },
  { kind: 'reply-lost' },
  { kind: 'hang' },
  { kind: 'hang', done: 'yes' },
  { kind: 'hang', done: 'late' },
  { kind: 'non-zero' },
  { kind: 'cancel' },
  { kind: 'cancel', done: 'yes' },
  { kind: 'cancel', done: 'late' },
  { kind: 'kill' },
  { kind: 'kill', done: 'yes' },
  { kind: 'kill', done: 'late' },
]

test.each(Object.values(scenarios))(
  'no single fault leaves the fleet between two versions: $name',
  async (scenario) => {
    const { exchanges, broken } = await strikeAll(scenario, kinds)
    expect(exchanges).toBeGreaterThan(10)
    expect(broken).toEqual([])
  },
  60_000,
)
