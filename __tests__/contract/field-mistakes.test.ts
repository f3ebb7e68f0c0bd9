import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { root } from '../../scripts/actions.ts'

const rows = readFileSync(join(root, 'docs/field-mistakes.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [, mistake = '', , named = ''] = line.split('|').slice(1, -1)
    const [, file = '', title = ''] = /`([^`]+)` "([^"]+)"/.exec(named) ?? []
    return { mistake: mistake.trim(), file, title }
  })

/** Titles stand in quotes of three kinds, and may have an apostrophe that is escaped. */
const has = (text: string, title: string): boolean => text.replaceAll('\\', '').includes(title)

test('the table has its mistakes', () => {
  expect(rows.length).toBeGreaterThan(20)
})

test.each(rows)('$mistake: the test that is named is there', ({ file, title }) => {
  expect([file, existsSync(join(root, file))]).toEqual([file, true])
  expect([title, has(readFileSync(join(root, file), 'utf8'), title)]).toEqual([title, true])
})
