import { expect, test } from '@jest/globals'
import { fixtureBlocks, parseBlocks } from '../../lab/kit/postgres-fixture.ts'

test('a block has a name, what it needs, and its statements', () => {
  const [first, second] = parseBlocks(
    '-- ignored\n-- @block one\nSELECT 1;\n\n-- @block two\n-- @needs major 15\n-- @needs extension x\nSELECT 2;\n',
  )
  expect(first).toEqual({ name: 'one', needs: [], sql: 'SELECT 1;\n\n' })
  expect(second).toMatchObject({ name: 'two', needs: ['major 15', 'extension x'] })
  expect(second?.sql).toContain('SELECT 2;')
})

test('every block of the fixture has a name of its own and needs that can be checked', () => {
  const blocks = fixtureBlocks()
  expect(new Set(blocks.map(({ name }) => name)).size).toBe(blocks.length)
  const needs = blocks.flatMap((block) => block.needs)
  expect(needs.filter((need) => !/^(major 1\d|extension \w+|query SELECT .+)$/.test(need))).toEqual(
    [],
  )
})
