import { afterEach, expect, test } from '@jest/globals'
import { readInputs } from '../../src/github/inputs.ts'

const names = ['key', 'hosts', 'timeout', 'wait', 'dry-run', 'mode', 'version'] as const

const variable = (name: string): string => `INPUT_${name.toUpperCase()}`
const given = (inputs: Partial<Record<(typeof names)[number], string>>): void => {
  for (const [name, value] of Object.entries(inputs)) process.env[variable(name)] = value
}

afterEach(() => {
  for (const name of names) Reflect.deleteProperty(process.env, variable(name))
})

test('inputs become one typed object', () => {
  given({
    key: '  -----BEGIN\nkey\n',
    hosts: 'a\nb, c',
    timeout: ' 30s ',
    'dry-run': 'true',
    mode: 'max',
    version: ' v1 ',
  })
  expect(
    readInputs(names, (input) => ({
      key: input.exactText('key'),
      hosts: input.list('hosts'),
      timeoutMs: input.duration('timeout'),
      waitMs: input.optionalDuration('wait'),
      dryRun: input.boolean('dry-run'),
      mode: input.choice('mode', ['min', 'max']),
      version: input.text('version'),
    })),
  ).toEqual({
    key: '  -----BEGIN\nkey\n',
    hosts: ['a', 'b', 'c'],
    timeoutMs: 30_000,
    waitMs: undefined,
    dryRun: true,
    mode: 'max',
    version: 'v1',
  })
})

test('what is blank is missing, and optional readers allow that', () => {
  given({ key: ' \n', version: ' ' })
  expect(
    readInputs(names, (input) => [
      input.exactText('key'),
      input.optionalText('version'),
      input.list('hosts'),
    ]),
  ).toEqual([undefined, undefined, []])
})

test('all wrong inputs are reported together', () => {
  given({ timeout: 'soon', wait: '5 s', 'dry-run': 'yes', mode: 'big' })
  const read = () =>
    readInputs(names, (input) => {
      input.duration('timeout')
      input.optionalDuration('wait')
      input.boolean('dry-run')
      input.choice('mode', ['min', 'max'])
      input.text('version')
      input.refuse('hosts', 'must not be given together with mode')
    })
  expect(read).toThrow(
    expect.objectContaining({
      code: 'input-invalid',
      message: '6 inputs are wrong.',
      evidence: [
        'Input timeout must be a duration such as 30s or 10m (or plain seconds), not "soon".',
        'Input wait must be a duration such as 30s or 10m (or plain seconds), not "5 s".',
        'Input dry-run must be true or false, not "yes".',
        'Input mode must be one of min, max, not "big".',
        'Input version is missing.',
        'Input hosts must not be given together with mode.',
      ],
    }),
  )
})

test('a single wrong input is the message itself', () => {
  expect(() => readInputs(names, (input) => input.boolean('dry-run'))).toThrow(
    expect.objectContaining({ message: 'Input dry-run is missing.', evidence: [] }),
  )
})

test('an input that is not declared cannot be read', () => {
  // @ts-expect-error: `verison` is no input of this action.
  expect(() => readInputs(names, (input) => input.text('verison'))).toThrow('verison is missing')
})
