import { expect, test } from '@jest/globals'
import { readOptions } from '../../bench/options.ts'

test('without flags both fleets are measured, near and far', () => {
  expect(readOptions([])).toEqual({ hosts: [1, 4], delay: [0, 80], runs: 5, peer: undefined })
})

test('every flag counts', () => {
  const args = ['--hosts', '3', '--delay=20', '--runs', '2', '--peer', 'kamal deploy']
  expect(readOptions(args)).toEqual({ hosts: [3], delay: [20], runs: 2, peer: 'kamal deploy' })
})

test.each([
  ['--hosts', '0', '--hosts takes whole numbers from 1 on'],
  ['--hosts', '1,x', '--hosts takes whole numbers from 1 on'],
  ['--delay', '-1', '--delay'],
  ['--runs', '0.5', '--runs takes whole numbers from 1 on'],
  ['--runs', '1,2', '--runs takes one number'],
  ['--host', '1', 'host'],
])('%s %s is refused', (...args) => {
  const message = args.pop() ?? ''
  expect(() => readOptions(args)).toThrow(message)
})
