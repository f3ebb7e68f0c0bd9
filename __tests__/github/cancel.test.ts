import { expect, test } from '@jest/globals'
import { cancellation } from '../../src/github/cancel.ts'

test.each(['SIGINT', 'SIGTERM'] as const)('%s cancels, and the process stays', (name) => {
  using cancel = cancellation()
  expect(cancel.signal.aborted).toBe(false)
  process.emit(name)
  process.emit(name)
  expect(cancel.signal.reason).toMatchObject({
    code: 'cancelled',
    message: 'The run was cancelled.',
  })
})

test('the handlers go away again', () => {
  const before = process.listenerCount('SIGINT')
  cancellation()[Symbol.dispose]()
  expect(process.listenerCount('SIGINT')).toBe(before)
})
