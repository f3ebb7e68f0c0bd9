import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import { endedHint, explainReading } from '../../../src/postgres/look/ended.ts'

const restarted = 'The server ended the session; was it restarted?'

describe('a session that is over', () => {
  test.each([
    'terminating connection due to administrator command',
    'Connection terminated unexpectedly',
    'server closed the connection unexpectedly',
    'the database system is in recovery mode',
    'read ECONNRESET',
    'write EPIPE',
  ])('is known by the words "%s"', (words) => {
    expect(endedHint(words)).toEqual({ hint: restarted })
  })

  test('is not seen in the words of another failure', () => {
    expect(endedHint('permission denied for table people')).toEqual({})
    expect(explainReading('public.people', 'dump-failed', new Error('permission denied'))).toEqual(
      expect.objectContaining({
        code: 'dump-failed',
        message: "public.people can't be read: permission denied",
        hint: undefined,
      }),
    )
  })

  test('is told of the reading, with the words of the way as evidence', () => {
    const way = new SeaworthyError('database-not-ready', 'The server takes no connection now.', {
      hint: 'Try again.',
      evidence: ['57P03 the database system is in recovery mode'],
    })
    expect(explainReading('The database', 'dump-failed', way)).toMatchObject({
      code: 'dump-failed',
      message: "The database can't be read: The server takes no connection now.",
      hint: restarted,
      evidence: ['57P03 the database system is in recovery mode'],
    })
  })

  test('leaves alone what is explained already', () => {
    const lost = new SeaworthyError('snapshot-lost', 'The snapshot is gone')
    expect(explainReading('public.people', 'dump-failed', lost)).toBe(lost)
  })
})
