import { expect, test } from '@jest/globals'
import { readRecipients } from '../../src/config/recipients.ts'
import { noPrograms } from '../support/programs.ts'

const readFrom = (text: string, env: Readonly<Record<string, string>> = {}) =>
  readRecipients('config/deploy.yml', { read: () => text, env, programs: noPrograms })

test('recipients of the file are read, and nothing else of it is needed', () => {
  const text = 'service: shop\nx-seaworthy:\n  backup:\n    recipients: [age1one, age1two]\n'
  expect(readFrom(text)).toEqual({ ok: true, recipients: ['age1one', 'age1two'] })
})

test('they may come from the environment, as everything in the file', () => {
  const text = 'x-seaworthy:\n  backup:\n    recipients: ["<%= ENV["KEY"] %>"]\n'
  expect(readFrom(text, { KEY: 'age1env' })).toEqual({ ok: true, recipients: ['age1env'] })
})

test('a file without them has none', () => {
  expect(readFrom('service: shop\n')).toEqual({ ok: true, recipients: [] })
})

test.each([
  ['another type', 'x-seaworthy:\n  backup:\n    recipients: {a: b}\n', 'recipients'],
  ['a mistyped key', 'x-seaworthy:\n  backup:\n    recipient: [age1one]\n', 'x-seaworthy/backup'],
  ['no YAML', 'x-seaworthy: [\n', ''],
])('%s is a mistake with its place', (_, text, path) => {
  const read = readFrom(text)
  expect(read.ok).toBe(false)
  if (!read.ok) expect(read.mistakes[0]).toMatchObject({ line: expect.any(Number) })
  if (!read.ok) expect(read.mistakes[0]?.path).toContain(path)
})
