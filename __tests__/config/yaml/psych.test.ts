import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { resolveScalar } from '../../../src/config/yaml/psych.ts'

describe('a plain scalar means what it means to Ruby', () => {
  test.each([
    ['', 'null', ''],
    ['~', 'null', ''],
    ['Null', 'null', ''],
    ['yes', 'boolean', 'true'],
    ['On', 'boolean', 'true'],
    ['TRUE', 'boolean', 'true'],
    ['no', 'boolean', 'false'],
    ['OFF', 'boolean', 'false'],
    ['y', 'string', 'y'],
    ['n', 'string', 'n'],
    ['nope', 'string', 'nope'],
    ['42', 'integer', '42'],
    ['+5', 'integer', '5'],
    ['-7', 'integer', '-7'],
    ['40_000_000', 'integer', '40000000'],
    ['1,000', 'integer', '1000'],
    ['0755', 'integer', '493'],
    ['-010', 'integer', '-8'],
    ['0o17', 'string', '0o17'],
    ['08', 'string', '08'],
    ['0x1F', 'integer', '31'],
    ['0b101', 'integer', '5'],
    ['12345678901234567890', 'integer', '12345678901234567890'],
    ['12:30', 'integer', '45000'],
    ['1:30:05', 'integer', '5405'],
    ['1:30.5', 'float', '5430.0'],
    ['80:80', 'string', '80:80'],
    ['3306:3306', 'string', '3306:3306'],
    ['1.10', 'float', '1.1'],
    ['1.', 'float', '1.0'],
    ['.5', 'float', '0.5'],
    ['.', 'string', '.'],
    ['-0.0', 'float', '-0.0'],
    ['1e5', 'string', '1e5'],
    ['1.0e+20', 'float', '1.0e+20'],
    ['1.25e-05', 'float', '1.25e-05'],
    ['0.0001', 'float', '0.0001'],
    ['.inf', 'float', 'Infinity'],
    ['-.INF', 'float', '-Infinity'],
    ['.nan', 'float', 'NaN'],
    ['2.12.0', 'string', '2.12.0'],
    ['1.2.3.4', 'string', '1.2.3.4'],
    [':verbose', 'symbol', 'verbose'],
    [':"a b"', 'symbol', 'a b'],
    [':', 'string', ':'],
    ['2024-01-31', 'time', '2024-01-31'],
    ['2024-01-31 10:00:00 Z', 'time', '2024-01-31 10:00:00 Z'],
    ['-foo', 'string', '-foo'],
    ['a\nb', 'string', 'a\nb'],
  ])('%j is a %s: %j', (source, type, text) => {
    expect(resolveScalar(source)).toEqual({ type, text })
  })

  test.each(['0x_', '0x_,', '-0b_', '.e+1', '-.E-9'])('%j stops Ruby', (source) => {
    expect(resolveScalar(source)).toBeUndefined()
  })

  test('whatever it is, it has a meaning', () => {
    fc.assert(
      fc.property(fc.string(), (source) => {
        fc.pre(!/^[-+]?(0[bx]|\.e)/i.test(source))
        expect(resolveScalar(source)?.text).toEqual(expect.any(String))
      }),
    )
  })

  test('numbers of every form have one', () => {
    const unit = fc.constantFrom(
      '0',
      '1',
      '7',
      '9',
      '_',
      ',',
      ':',
      '.',
      '+',
      '-',
      'b',
      'x',
      'e',
      'F',
    )
    fc.assert(
      fc.property(fc.string({ unit }), (source) => {
        fc.pre(!/^[-+]?(0[bx]|\.e)/i.test(source))
        expect(resolveScalar(source)?.text).toEqual(expect.any(String))
      }),
    )
  })
})
