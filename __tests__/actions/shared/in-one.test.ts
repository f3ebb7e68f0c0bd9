import { expect, test } from '@jest/globals'
import { inOne } from '../../../src/actions/shared/in-one.ts'
import { SeaworthyError } from '../../../src/base/error.ts'

const inputs = new SeaworthyError('input-invalid', '2 inputs are wrong.', {
  evidence: ['one', 'other'],
})
const key = new SeaworthyError('key-unusable', 'There is no key.', { hint: 'Set it.' })

test('a single error stays as it is', () => {
  expect(inOne([key])).toBe(key)
})

test('of several none is lost, and what they share is said once', () => {
  expect(inOne([inputs, key, key], ['Or leave it out.'])).toMatchObject({
    code: 'input-invalid',
    message: '2 inputs are wrong.\nThere is no key.',
    evidence: ['one', 'other'],
    hint: 'Set it.\nOr leave it out.',
  })
})
