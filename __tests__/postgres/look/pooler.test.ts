import { describe, expect, test } from '@jest/globals'
import type { Session } from '../../../src/postgres/database.ts'
import { poolerBetween } from '../../../src/postgres/look/problems/pooler.ts'

/** Sessions of a pooler: outside of a transaction a backend is lent for one statement. */
const pooler = (mode: 'transaction' | 'session' | 'statement') => {
  const idle: string[] = []
  let made = 0
  const lend = () => idle.pop() ?? String(++made)
  const open = (): Session => {
    let kept = mode === 'session' ? lend() : undefined
    return {
      query: (sql) => {
        const pid = kept ?? lend()
        if (sql.startsWith('BEGIN') && mode === 'statement')
          return Promise.reject(
            new Error('transaction blocks not allowed in statement pooling mode'),
          )
        if (sql.startsWith('BEGIN')) kept = pid
        if (kept === undefined) idle.push(pid)
        return Promise.resolve([{ pid }])
      },
      close: () => Promise.resolve(),
    }
  }
  return { open, another: () => Promise.resolve(open()) }
}

describe('a pooler', () => {
  test.each(['transaction', 'statement'] as const)('in %s mode is noticed', async (mode) => {
    const { open, another } = pooler(mode)
    expect(await poolerBetween(open(), another)).toEqual([
      expect.objectContaining({ what: expect.stringContaining('connection pooler') }),
    ])
  })

  test('in session mode does no harm', async () => {
    const { open, another } = pooler('session')
    expect(await poolerBetween(open(), another)).toEqual([])
  })

  test('that changes backends at once is noticed by one session alone', async () => {
    let pid = 0
    const query = () => Promise.resolve([{ pid: String(++pid) }])
    expect(await poolerBetween({ query, close: () => Promise.resolve() }, undefined)).toHaveLength(
      1,
    )
  })

  test('is not blamed for another failure', async () => {
    const { open } = pooler('session')
    const failing = { ...open(), query: () => Promise.reject(new Error('connection lost')) }
    await expect(poolerBetween(open(), () => Promise.resolve(failing))).rejects.toThrow(
      'connection lost',
    )
  })
})
