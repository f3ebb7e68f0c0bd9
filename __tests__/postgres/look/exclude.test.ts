import { describe, expect, test } from '@jest/globals'
import { excluder } from '../../../src/postgres/look/exclude.ts'

const excluded = (pattern: string, schema: string, name: string) =>
  excluder([pattern])({ schema, name })

describe('a pattern of exclude-tables', () => {
  test.each([
    ['public.logs', 'public', 'logs'],
    ['Public.LOGS', 'public', 'logs'],
    ['public.log*', 'public', 'logs'],
    ['*.logs', 'shop', 'logs'],
    ['public.log?', 'public', 'logs'],
    ['"Odd.one"."A ""b"" *"', 'Odd.one', 'A "b" *'],
    ['public.a$b', 'public', 'a$b'],
    ['public.*', 'public', 'two\nlines'],
    ['public.Ä', 'public', 'Ä'],
  ])('%s fits %s.%s', (pattern, schema, name) => {
    expect(excluded(pattern, schema, name)).toBe(pattern)
  })

  test.each([
    ['public.logs', 'shop', 'logs'],
    ['public.logs', 'public', 'logs2'],
    ['public.logs', 'public', 'LOGS'],
    ['public.Ä', 'public', 'ä'],
    ['"Public".logs', 'public', 'logs'],
    ['public.log?', 'public', 'log'],
    ['"public"."log*"', 'public', 'logs'],
  ])('%s does not fit %s.%s', (pattern, schema, name) => {
    expect(excluded(pattern, schema, name)).toBeUndefined()
  })

  test.each(['logs', '', 'public.', '.logs', 'a.b.c', 'public.(a|b)', 'public."open', 'a b.c'])(
    '%j is refused',
    (pattern) => {
      expect(() => excluder([pattern])).toThrow(
        expect.objectContaining({
          code: 'input-invalid',
          message: expect.stringContaining(JSON.stringify(pattern)),
        }),
      )
    },
  )
})
