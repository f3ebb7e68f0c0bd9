import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { root } from '../../scripts/actions.ts'
import { errorCodes } from '../../src/base/error.ts'
import { errorDocFaults } from '../support/contract.ts'

test('every error code has its heading in docs/errors.md', () => {
  const file = join(root, 'docs/errors.md')
  const markdown = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const faults =
    markdown === undefined
      ? ['docs/errors.md does not exist: it needs a heading for every code of src/base/error.ts']
      : errorDocFaults(markdown, errorCodes)
  expect(faults).toEqual([])
})

test('a missing and a left-over heading are noticed', () => {
  expect(errorDocFaults('# Errors\n## `a-b`\n### old-one\n## In words\n', ['a-b', 'c-d'])).toEqual([
    'c-d has no heading',
    'old-one is no error code',
  ])
})
