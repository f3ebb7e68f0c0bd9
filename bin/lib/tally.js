/**
 * node bin/lib/tally.js RESULT.json STATUS   prints "PASSED FAILED" of a jest run
 *
 * STATUS is jest's exit code. What jest does not count as a failed test, but is no success either,
 * counts as one: a suite that does not load, a skipped test, a crash, no test at all.
 */
import { readFileSync } from 'node:fs'
import process from 'node:process'

const read = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

const sum = (result, ...names) =>
  names.reduce((total, name) => total + (Number.isInteger(result[name]) ? result[name] : 0), 0)

const [file = '', status = '1'] = process.argv.slice(2)
const result = read(file)
const passed = sum(result, 'numPassedTests')
const failed = sum(
  result,
  'numFailedTests',
  'numRuntimeErrorTestSuites',
  'numPendingTests',
  'numTodoTests',
)
const silent = failed === 0 && (status !== '0' || passed === 0)
process.stdout.write(`${passed} ${silent ? 1 : failed}\n`)
