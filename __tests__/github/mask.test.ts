import { expect, test } from '@jest/globals'
import { createSecrets, maskAll } from '../../src/github/mask.ts'
import { captured, runnerView } from '../support/runner.ts'

test('every form of a secret is masked by the runner', () => {
  const { commands } = runnerView(captured(() => maskAll(["p@ss'\nword"])))
  expect(commands).toContain("::add-mask::p@ss'%0Aword")
  // A command's data has its percent signs escaped: this is p%40ss%27%0Aword.
  expect(commands).toContain('::add-mask::p%2540ss%2527%250Aword')
  expect(commands).toContain(`::add-mask::p@ss'\\nword`)
  expect(commands).toContain(`::add-mask::p@ss'\\''%0Aword`)
  expect(commands).toContain('::add-mask::word')
  expect(commands).toContain(`::add-mask::${btoa("p@ss'\nword")}`)
  expect(commands.every((line) => line.startsWith('::add-mask::'))).toBe(true)
})

test('nothing trivial is masked: the log would become unreadable', () => {
  expect(captured(() => maskAll(['', 'true', 'abc']))).toBe('')
})

test('a secret is redacted once it is known, and masked once only', () => {
  const secrets = createSecrets()
  expect(secrets.redact('hunter22')).toBe('hunter22')
  const first = captured(() => secrets.keep(['hunter22']))
  const second = captured(() => secrets.keep(['hunter22', 'another one']))
  expect(secrets.redact('hunter22, another one')).toBe('***, ***')
  expect([first.includes('hunter22'), second.includes('hunter22')]).toEqual([true, false])
})
