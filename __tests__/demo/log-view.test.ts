import { expect, test } from '@jest/globals'
import { createLogView } from '../../demo/log-view.ts'

const seen = (...lines: readonly string[]): readonly string[] => {
  const shown: string[] = []
  lines.forEach(createLogView((line) => shown.push(line)))
  return shown
}

test('a group is shown with its lines below it', () => {
  expect(seen('::group::Switch h1', 'h1  switch web', '::endgroup::', 'done')).toEqual([
    'v Switch h1',
    '    h1  switch web',
    'done',
  ])
})

test('the commands of a plan stay folded, and what follows does not', () => {
  const folded = ['::group::Every command of this plan', 'POST /x', '', '::endgroup::', 'done']
  expect(seen(...folded)).toEqual(['> Every command of this plan (2 lines, folded)', 'done'])
})

test('an annotation says its kind, and its lines are lines again', () => {
  expect(seen('::error title=a::100%25 lost%0Aand more')).toEqual(['Error: 100% lost', 'and more'])
})

test('what only looks like a command is text', () => {
  expect(seen(':: error::x', 'a ::error::b', '::nonsense::c')).toEqual([
    ':: error::x',
    'a ::error::b',
    '::nonsense::c',
  ])
})
