import { describe, expect, test } from '@jest/globals'
import { shapeOf } from '../../../src/postgres/activity/shape.ts'

describe('the shape of a statement', () => {
  test.each([
    [`SELECT * FROM users WHERE mail = 'ann@example.com'`, 'SELECT * FROM users WHERE mail = ?'],
    [`SELECT 'it''s' || E'a\\'b' , 1`, 'SELECT ? || ? , ?'],
    [
      'UPDATE t SET a = $1, b = -12.5e3 WHERE id IN (1,2)',
      'UPDATE t SET a = $1, b = ? WHERE id IN (?,?)',
    ],
    ['SELECT $$secret$$, $tag$a $$ b$tag$', 'SELECT ?, ?'],
    [`SELECT 1 /* card 4242 */ -- token abc\n , t2.c3`, 'SELECT ? , t2.c3'],
    [`INSERT INTO "T" VALUES ('cut he`, 'INSERT INTO "T" VALUES (?'],
    ['SELECT $$cut he', 'SELECT ?'],
    ['  SELECT\n\t1 ', 'SELECT ?'],
  ])('%s', (statement, shape) => {
    expect(shapeOf(statement)).toBe(shape)
  })

  test('is cut where it is long', () => {
    expect(shapeOf(`SELECT ${'a'.repeat(500)}`)).toHaveLength(163)
  })
})
