import { expect, test } from '@jest/globals'
import { SeaworthyError } from '../../src/base/error.ts'

test('an error carries what was seen and what to change', () => {
  const error = new SeaworthyError('config-invalid', 'no', { hint: 'yes', evidence: ['seen'] })
  expect([error.message, error.hint, error.evidence]).toEqual(['no', 'yes', ['seen']])
})
