import { describe, expect, test } from '@jest/globals'
import { isWaitable, parseDetails, renderDetails } from '../../src/host/lock.ts'
import { sampleJournal } from './sample.ts'

const a = sampleJournal('aaaa')

describe('the details of a lock', () => {
  test("are base64 in lines of 60 columns, as Ruby's encode64 writes it", () => {
    const lines = renderDetails(a).split('\n')
    expect(lines.at(-1)).toBe('')
    expect(lines.slice(0, -2).map(({ length }) => length)).toEqual(lines.slice(0, -2).map(() => 60))
    expect(lines.length).toBeGreaterThan(3)
  })

  test('are three lines whatever the names of job and runner hold', () => {
    const run = { ...a.run, job: 'two\nlines', runner: 'tab\there' }
    const text = Buffer.from(renderDetails({ ...a, run }), 'base64').toString()
    expect(text.split('\n')).toHaveLength(3)
    expect(text).toContain('job two lines on tab here')
  })

  test('are read back', () => {
    expect(parseDetails(renderDetails(a))).toMatchObject({
      by: 'octo cat',
      at: '2026-06-18T08:00:00Z',
      version: 'bbb',
    })
  })

  test.each(['', 'nonsense', Buffer.from('Locked by: me').toString('base64')])(
    'that are none are not known: %j',
    (text) => expect(parseDetails(text)).toBeUndefined(),
  )

  test('of a lock taken by hand are not waited for', () => {
    const text = 'Locked by: Jo at 2026-06-18T08:00:00Z\nVersion: abc\nMessage: maintenance'
    expect(isWaitable(parseDetails(Buffer.from(text).toString('base64')))).toBe(false)
    expect(isWaitable(parseDetails(renderDetails(a)))).toBe(true)
    expect(isWaitable(undefined)).toBe(false)
  })
})
