import { expect, test } from '@jest/globals'
import { expandGlobs } from '../../../src/actions/shared/globs.ts'

const known = ['web-1', 'web-2', 'worker', '10.0.0.1', '10a0b0c1']

test.each([
  [['web-*'], ['web-1', 'web-2']],
  [['*'], known],
  [['w*r', 'worker'], ['worker']],
  [['10.0.0.1'], ['10.0.0.1']],
  [
    ['db-*', 'nope'],
    ['db-*', 'nope'],
  ],
  [['web-?'], ['web-?']],
])('%j stands for %j', (given, names) => {
  expect(expandGlobs(given, known)).toEqual(names)
})
