import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { codeBlock, details } from '../../src/base/markdown.ts'
import { redactor } from '../../src/github/redact.ts'
import { appendSummary, fitted } from '../../src/github/summary.ts'

const note = '_The rest did not fit into the summary; it is in the log._'
const mebibyte = 1024 * 1024
const redact = redactor(['hunter22'])

describe('the job summary', () => {
  let folder = ''
  let file = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seaworthy-'))
    file = join(folder, 'summary')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('is appended to, redacted', async () => {
    writeFileSync(file, 'before\n')
    await appendSummary(file, '# Title\nhunter22', redact)
    await appendSummary(file, 'end', redact)
    expect(readFileSync(file, 'utf8')).toBe('before\n# Title\n***\nend\n')
  })

  test.each([undefined, ''])('is left out where there is none (%s)', async (none) => {
    await expect(appendSummary(none, 'text', redact)).resolves.toBeUndefined()
  })

  test('stays below 1 MiB, with what other calls wrote, and says what is missing', async () => {
    writeFileSync(file, `${'x'.repeat(99)}\n`.repeat(5000))
    await appendSummary(file, `${'ü'.repeat(49)}\n`.repeat(10_000), redact)
    const end = readFileSync(file, 'utf8').slice(-200)
    expect(end).toMatch(new RegExp(`\nü{49}\n\n${note}\n$`))
    await appendSummary(file, 'too late\n'.repeat(1000), redact)
    expect(statSync(file).size).toBeLessThan(mebibyte)
    expect(statSync(file).size).toBeGreaterThan(mebibyte - 1024)
  })
})

describe('a text that does not fit', () => {
  test('is not touched when it does', () => {
    expect(fitted('abc', 3)).toBe('abc')
  })

  test('is cut at the end of a line, and what was open is closed', () => {
    const text = `# T\n<details><summary>log</summary>\n\n\`\`\`\`text\n${'line\n'.repeat(400)}`
    const result = fitted(text, 1000)
    expect(result).toMatch(/\nline\n````\n<\/details>\n\n_The rest .*_\n$/)
    expect(result.startsWith('# T\n<details>')).toBe(true)
  })

  test('what was closed is not closed again', () => {
    const text = `${details('a', codeBlock('b'))}${'line\n'.repeat(400)}`
    expect(fitted(text, 1000)).toMatch(/<\/details>\n(line\n)+\n_The rest .*_\n$/)
    expect(fitted(text, 1000).match(/<\/details>/g)).toHaveLength(1)
  })

  test('vanishes where not even the note has room', () => {
    expect(fitted('x'.repeat(600), 511)).toBe('')
    expect(fitted('x', 0)).toBe('')
    expect(fitted('x', -5)).toBe('')
  })

  test('never gets longer than the room it has', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('```', '````text', '<details>', '</details>'),
    )
    const text = fc.array(line, { maxLength: 400 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, fc.integer({ min: 512, max: 2000 }), (markdown, room) => {
        expect(Buffer.byteLength(fitted(markdown, room))).toBeLessThanOrEqual(room)
      }),
    )
  })
})
