import { expect, test } from '@jest/globals'
import { SeaworthyError } from '../../src/base/error.ts'
import { fail } from '../../src/github/failure.ts'
import { createLog } from '../../src/github/log.ts'
import { redactor } from '../../src/github/redact.ts'
import { captured, runnerView } from '../support/runner.ts'

const log = () => createLog(redactor(['hunter22']))

test("a user's failure has its code, message, hint and evidence, and no stack", () => {
  const error = new SeaworthyError('gate-failed', 'web is not healthy.', {
    hint: 'Look at its log.',
    evidence: ['::error::pwned', 'password hunter22'],
  })
  const { commands, shown } = runnerView(captured(() => fail(log(), error)))
  expect(commands).toEqual(['::error title=gate-failed::web is not healthy.%0ALook at its log.'])
  expect(shown.join('\n').trim()).toBe(': :error::pwned\npassword ***')
})

test('a failure in a file points to it', () => {
  const error = new SeaworthyError('config-invalid', 'no')
  const place = { file: 'config/deploy.yml', line: 2 }
  expect(captured(() => fail(log(), error, place))).toBe(
    '::error title=config-invalid,file=config/deploy.yml,line=2::no\n',
  )
})

test('a fault of the program shows its stack', () => {
  const { commands, shown } = runnerView(
    captured(() => fail(log(), new TypeError('x of undefined'))),
  )
  expect(commands).toEqual([
    '::error title=internal fault::This should not happen: TypeError: x of undefined',
  ])
  expect(shown.join('\n')).toContain('failure.test.ts')
})
