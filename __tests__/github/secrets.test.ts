import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { redactor } from '../../src/github/redact.ts'
import { secretForms } from '../../src/github/secrets.ts'

const key = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW',
  'QyNTUxOQAAACB7o3l/+9=',
  '-----END OPENSSH PRIVATE KEY-----',
  '',
].join('\n')

describe('what has no forms', () => {
  test.each(['', '   ', 'abc', ' abc ', 'true', 'False', 'NULL', 'none', 'yes', 'off'])(
    '"%s" is left readable',
    (value) => {
      expect(secretForms([value])).toEqual([])
      expect(redactor([value])(`x ${value} y`)).toBe(`x ${value} y`)
    },
  )

  test('the armour of a key, which is the same for everyone', () => {
    expect(redactor([key])('-----BEGIN OPENSSH PRIVATE KEY-----')).not.toContain('***')
  })
})

describe('the forms of a secret', () => {
  test.each([
    ['itself', 'pass word', 'pass word'],
    ['itself without its last newline', 'password\n', 'password'],
    ['base64', 'p@ss', 'cEBzcw=='],
    ['base64 without padding', 'p@ss', 'cEBzcw'],
    ['url-safe base64', '~~~???>>>', 'fn5-Pz8_Pj4-'],
    ['URL-encoded', 'p@ss/w ord', 'p%40ss%2Fw%20ord'],
    ['URL-encoded in lower case', 'p@ss/w ord', 'p%40ss%2fw%20ord'],
    ['URL-encoded as a form', 'p@ss/w ord', 'p%40ss%2Fw+ord'],
    ['URL-encoded strictly', "it's!", 'it%27s%21'],
    ['JSON', 'a"b\\c\nd', 'a\\"b\\\\c\\nd'],
    ['JSON of Go', 'a&b<c', 'a\\u0026b\\u003cc'],
    ['JSON in ASCII', 'schlüssel', 'schl\\u00fcssel'],
    ['inside single quotes', "it's", "it'\\''s"],
    ['inside single quotes, the other way', "it's", `it'"'"'s`],
    ['a line of it', key, 'QyNTUxOQAAACB7o3l/+9='],
    ['a line of it, URL-encoded', key, 'QyNTUxOQAAACB7o3l%2F%2B9%3D'],
    ['its base64, broken into lines', key, Buffer.from(key).toString('base64').slice(76, 152)],
  ])('%s', (_, secret, form) => {
    expect(secretForms([secret])).toContain(form)
    expect(redactor([secret])(`<${form}>`)).toBe('<***>')
  })
})

const secret = fc.oneof(
  fc.string({ unit: 'binary', minLength: 8, maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }),
  fc.string({ minLength: 8, maxLength: 120 }),
  fc.array(fc.string({ minLength: 6 }), { minLength: 2, maxLength: 5 }).map((a) => a.join('\n')),
)
const safe = secret.filter(
  (value) =>
    secretForms([value]).length > 0 &&
    !value.includes('*') &&
    !value.includes('|') &&
    value.trim() === value,
)

const encoders: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  URL: (text) => encodeURIComponent(text.toWellFormed()),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  shell: (text) => text.replaceAll("'", "'\\''"),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
}

describe('a redactor', () => {
  test.each(Object.entries(encoders))('lets nothing of a secret through: %s', (_, encode) => {
    fc.assert(
      fc.property(safe, (value) => {
        expect(redactor([value])(`|${encode(value)}|`)).toBe('|***|')
      }),
    )
  })

  test('knows a secret inside the base64 of something longer, wherever it begins', () => {
    const around = fc.string({ unit: 'grapheme-ascii', maxLength: 9 })
    fc.assert(
      fc.property(safe, around, around, (value, before, after) => {
        const text = Buffer.from(before + value + after).toString('base64')
        const rest = redactor([value])(text)
        expect(rest).toContain('***')
        const edge = Math.ceil((Buffer.byteLength(before) * 4) / 3) + 1
        const end = Math.ceil((Buffer.byteLength(after) * 4) / 3) + 4
        expect(rest.replace('***', '').length).toBeLessThanOrEqual(edge + end)
      }),
    )
  })

  test('hides both of two secrets that overlap', () => {
    expect(redactor(['abcdef', 'defghi'])('<abcdefghi>')).toBe('<***>')
    expect(redactor(['abcd', 'abcdefgh'])('<abcdefgh>')).toBe('<***>')
    expect(redactor(['aaaa'])('<aaaaaa>')).toBe('<***>')
  })

  test('leaves a text alone that holds no secret', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(redactor(['a secret that is not in it'])(text)).toBe(text)
      }),
    )
  })
})
