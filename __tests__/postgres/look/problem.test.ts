import { describe, expect, test } from '@jest/globals'
import { listed, refuse } from '../../../src/postgres/look/problems/problem.ts'

describe('problems before a dump', () => {
  test('are told all at once', () => {
    const problems = ['one', 'two'].map((what) => ({ what, fix: `fix ${what}` }))
    expect(() => refuse(problems)).toThrow(
      expect.objectContaining({
        code: 'database-not-ready',
        message: "The database can't be backed up: 2 problems",
        evidence: ['one\n  fix one', 'two\n  fix two'],
      }),
    )
  })

  test('do not stop a dump when there are none', () => {
    expect(() => refuse([])).not.toThrow()
  })

  test('name twenty of many', () => {
    const names = Array.from({ length: 22 }, (_, index) => `t${index}`)
    expect(listed(names)).toMatch(/^t0, .*, t19 and 2 more$/)
  })
})
