import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { formatMistake } from '../../src/config/mistake.ts'
import { deployYml as rails, secretFiles } from './fixtures/rails.ts'
import { deployYml, readCheckout } from './support.ts'

const keys = [
  ...['service', 'image', 'servers', 'web', 'hosts', 'proxy', 'ssl', 'host', 'env', 'clear'],
  ...['secret', 'tags', 'registry', 'password', 'ssh', 'key_data', 'options', 'restart', 'labels'],
  ...['boot', 'limit', 'x-seaworthy', 'gates', 'stage', 'timeout', 'roles', 'accessories', '<<'],
  ...['run', 'logging', 'healthcheck', 'path', 'primary_role', '__proto__', 'builder', 'aliases'],
]

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, -1, 1.5, '', 'a', '$(x)', '1.2.3.4', '25%', 'web'),
    fc.string(),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 8 }),
  ),
})).any

const check = (text: string): void => {
  const result = readCheckout({ files: { 'deploy.yml': text, '.kamal/secrets': text } })
  if (result.ok) return
  expect(result.mistakes.length).toBeGreaterThan(0)
  const lines = text.split('\n').length
  for (const mistake of result.mistakes) {
    expect(mistake.line >= 1 && mistake.line <= lines && mistake.column >= 1).toBe(true)
    expect(formatMistake(mistake)).not.toContain('undefined')
  }
}

describe('reading never throws, and every mistake has a place in the file', () => {
  test('for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check), { numRuns: 500 })
  })

  test('for text of what YAML and ERB are made of', () => {
    const unit = fc.constantFrom(
      ...[
        'a',
        ': ',
        ':',
        '-',
        ' ',
        '\n',
        '\t',
        '"',
        "'",
        '|',
        '>',
        '{',
        '}',
        '[',
        ']',
        ',',
        '&a',
        '*a',
      ],
      ...[
        '!',
        '!!str',
        '%',
        '@',
        '`',
        '#',
        '?',
        '<<',
        '<%',
        '%>',
        '<%=',
        'ENV["A"]',
        '-%>',
        '---',
        '\r\n',
      ],
      ...['\uE000', '\uFEFF', '~', '0', '$', '\\', 'service', 'servers'],
    )
    fc.assert(
      fc.property(
        fc.array(unit, { maxLength: 40 }).map((all) => all.join('')),
        check,
      ),
      {
        numRuns: 2000,
      },
    )
  })

  test('for any values under any keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (file) => check(stringify(file))),
      {
        numRuns: 500,
      },
    )
  })

  test('for any one value in a good file', () => {
    const good = rails.split('\n')
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.constantFrom('{}', '[]', 'x', '', ': [', '- 1', '\t'),
        (line, text) => {
          check(good.with(line, good[line]?.replace(/(: |- ).*$/, `$1${text}`) ?? '').join('\n'))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('for any secrets file', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (secrets) => {
        const files = {
          'deploy.yml': deployYml('env: {secret: [A]}'),
          '.kamal/secrets': `A=${secrets}`,
        }
        expect(readCheckout({ files }).ok).toBeDefined()
      }),
    )
  })
})

test('the file that the lines were broken from is good', () => {
  const files = {
    'deploy.yml': rails,
    ...secretFiles,
    '.kamal/secrets': 'SHOP_DATABASE_URL=x\nRAILS_MASTER_KEY=y',
  }
  expect(readCheckout({ files, env: { GITHUB_TOKEN: 't' } }).ok).toBe(true)
})
