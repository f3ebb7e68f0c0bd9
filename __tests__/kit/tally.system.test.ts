import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-tally-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['all passed', '{"numPassedTests": 7, "numFailedTests": 0}', '0', '7 0'],
  ['some failed', '{"numPassedTests": 7, "numFailedTests": 2}', '1', '7 2'],
  ['a suite did not load', '{"numPassedTests": 7, "numRuntimeErrorTestSuites": 1}', '1', '7 1'],
  ['a test was skipped', '{"numPassedTests": 7, "numPendingTests": 1}', '0', '7 1'],
  ['a test is yet to be written', '{"numPassedTests": 7, "numTodoTests": 1}', '0', '7 1'],
  ['no test was found', '{"numPassedTests": 0}', '0', '0 1'],
  ['jest failed after its tests', '{"numPassedTests": 7, "numFailedTests": 0}', '1', '7 1'],
  ['jest crashed while writing', '{"numPassedTests": 7, "numF', '134', '0 1'],
  ['jest wrote something else', '{"numPassedTests": "7"}', '1', '0 1'],
])('counts when %s', (_, json, status, expected) => {
  const file = join(folder, 'result.json')
  writeFileSync(file, json)
  const tally = ['bin/lib/tally.js', file, status]
  expect(execFileSync(process.execPath, tally, { encoding: 'utf8' })).toBe(`${expected}\n`)
})

test('counts one failure when jest left no result', () => {
  const tally = ['bin/lib/tally.js', join(folder, 'none.json'), '1']
  expect(execFileSync(process.execPath, tally, { encoding: 'utf8' })).toBe('0 1\n')
})
