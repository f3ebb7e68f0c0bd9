import { expect, test } from '@jest/globals'
import type { Session } from '../../../src/postgres/database.ts'
import { poolerBetween } from '../../../src/postgres/look/problems/pooler.ts'

// A real pgbouncer in every mode: __tests__/postgres/real/dist/pooler.test.ts.

const session = (query: Session['query']): Session => ({ query, close: () => Promise.resolve() })

test('a pooler that changes backends at once is noticed by one session alone', async () => {
  let pid = 0
  const query = () => Promise.resolve([{ pid: String(++pid) }])
  expect(await poolerBetween(session(query), undefined)).toHaveLength(1)
})

test('a pooler is not blamed for another failure', async () => {
  const whole = session(() => Promise.resolve([{ pid: '1' }]))
  const failing = session(() => Promise.reject(new Error('connection lost')))
  await expect(poolerBetween(whole, () => Promise.resolve(failing))).rejects.toThrow(
    'connection lost',
  )
})
