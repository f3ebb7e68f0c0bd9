import { describe, expect, test } from '@jest/globals'
import { parseTerraformOutputs } from '../../src/config/terraform.ts'

const output = (value: unknown, sensitive = false) => ({ sensitive, type: 'dynamic', value })
const parse = (outputs: unknown) => parseTerraformOutputs(JSON.stringify(outputs))
const whole = 'give what `terraform output -json` prints, whole'

describe('outputs of Terraform as variables', () => {
  test.each<[string, unknown, string]>([
    ['a text', 'a b', 'a b'],
    ['a text that looks like a list', '["a"]', '["a"]'],
    ['a number', 3, '3'],
    ['a boolean', false, 'false'],
    ['a list', ['10.0.0.1', '10.0.0.2'], '10.0.0.1,10.0.0.2'],
    ['a list of numbers', [1, 2.5], '1,2.5'],
    ['no list item', [], ''],
    ['a list of lists', [['a'], ['b']], '[["a"],["b"]]'],
    ['an object', { a: 1, b: ['x'] }, '{"a":1,"b":["x"]}'],
    ['nothing', null, ''],
  ])('%s', (_, value, expected) => {
    const variables = { TF_WEB_IPS: expected }
    expect(parse({ web_ips: output(value) })).toEqual({ ok: true, variables, sensitive: [] })
  })

  test('names are in capitals, dashes as underscores', () => {
    expect(parse({ 'web-ips': output('a'), Db: output('b') })).toMatchObject({
      variables: { TF_WEB_IPS: 'a', TF_DB: 'b' },
    })
  })

  test('whatever is in a sensitive one is to be masked, also in its parts', () => {
    const value = { user: 'canary1', list: ['canary2', 'canary3'], port: 5432, tls: true }
    const result = parse({ db: output(value, true), pin: output('7', true), open: output('x') })
    expect(result).toMatchObject({
      sensitive: [
        JSON.stringify(value),
        'canary1',
        'canary2,canary3',
        'canary2',
        'canary3',
        '5432',
      ],
    })
  })

  test.each<[string, string, readonly string[]]>([
    ['no JSON', 'web_ips = canary', ['is no JSON of `terraform output -json`']],
    ['one output alone', '["canary"]', ['is no JSON of `terraform output -json`']],
    [
      'what setup-terraform prints',
      '[command]/bin/terraform output -json\n{}',
      ['begins with a line of the wrapper of setup-terraform: set its `terraform_wrapper: false`'],
    ],
    ['nothing', '{}', ['has no outputs']],
    [
      'bare values',
      '{"a": "canary", "b": {"values": 1}}',
      [`has no value for a: ${whole}`, `has no value for b: ${whole}`],
    ],
    ['a strange name', '{"a b": {"value": "canary"}}', ['has a name that no output can have']],
    [
      'two for one variable',
      '{"a-b": {"value": "canary"}, "a_b": {"value": "canary"}}',
      ['has a-b and a_b, and both would be TF_A_B'],
    ],
  ])('%s is refused, and no value is told', (_, text, mistakes) => {
    expect(parseTerraformOutputs(text)).toEqual({ ok: false, mistakes })
  })

  test('a byte order mark is no part of it', () => {
    expect(parseTerraformOutputs('\uFEFF{"a": {"value": "1"}}\r\n')).toMatchObject({ ok: true })
  })
})
