import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { quote } from '../../src/base/quote.ts'
import { shells } from '../host/shells.ts'

/** Any Unicode text without NUL and without halves of a surrogate pair: those have no UTF-8. */
const sayable = fc
  .string({ unit: 'binary', maxLength: 40 })
  .map((text) => text.replaceAll('\0', '').toWellFormed())
const awkward = fc.string({
  unit: fc.constantFrom(...Array.from(`'"\\$\`!#~*?[]{}()<>|&; \t\n\r-=%a`)),
})

describe.each(shells)('a quoted text, read by $name', (shell) => {
  test('arrives byte for byte, whatever it holds', () => {
    const texts = fc.array(fc.oneof(sayable, awkward), { minLength: 50, maxLength: 50 })
    fc.assert(
      fc.property(texts, (parts) => {
        const said = `printf '%s\\0' ${parts.map(quote).join(' ')}`
        const { stdout } = spawnSync(shell.command, [...shell.args, '-c', said], {
          encoding: 'utf8',
        })
        expect(stdout).toBe(parts.map((part) => `${part}\0`).join(''))
      }),
      { numRuns: 20 },
    )
  })
})

test.each([
  ['app-web-1.2.3', 'app-web-1.2.3'],
  ['ghcr.io/o/app@sha256:00ff', 'ghcr.io/o/app@sha256:00ff'],
  ['--label', '--label'],
  ['', "''"],
  ['a b', "'a b'"],
  ["it's", "'it'\\''s'"],
  ['~', "'~'"],
  ['line\n', "'line\n'"],
  ['é', "'é'"],
])('%j becomes %s', (text, quoted) => expect(quote(text)).toBe(quoted))
