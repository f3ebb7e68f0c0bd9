import { expect, test } from '@jest/globals'
import { createBuffers } from '../../../src/backup/archive/buffers.ts'

test('a buffer that was given back is the next one, whole, also after a part of it was given', () => {
  const buffers = createBuffers(16)
  const first = buffers.take()
  expect(buffers.take()).not.toBe(first)
  buffers.give(first.subarray(0, 3))
  expect(buffers.take()).toBe(first)
})

test('one that is still in use is never handed out', () => {
  const buffers = createBuffers(16)
  expect(new Set([buffers.take(), buffers.take(), buffers.take()]).size).toBe(3)
})

test("another's is left alone", () => {
  const buffers = createBuffers(16)
  const other = Buffer.alloc(16)
  buffers.give(other)
  expect(buffers.take()).not.toBe(other)
})
