import { afterEach, expect, test } from '@jest/globals'
import { inputNames } from '../../../src/actions/build-push/contract.ts'
import { readBuildInputs } from '../../../src/actions/build-push/read.ts'
import { SeaworthyError } from '../../../src/base/error.ts'
import { readInputs } from '../../../src/github/inputs.ts'

const given: string[] = []
afterEach(() => {
  for (const name of given.splice(0)) Reflect.deleteProperty(process.env, name)
})

const read = (inputs: Readonly<Record<string, string>>) => {
  const flags = { rebuild: 'false', 'skip-hooks': 'false', 'check-deploy': 'false' }
  const defaults = { 'config-file': 'config/deploy.yml', 'notify-on': 'failure', ...flags }
  const all = { ...defaults, ...inputs }
  for (const [name, value] of Object.entries(all)) {
    const variable = `INPUT_${name.toUpperCase()}`
    given.push(variable)
    process.env[variable] = value
  }
  return readInputs(inputNames, readBuildInputs)
}

const faults = (inputs: Readonly<Record<string, string>>): readonly string[] => {
  try {
    read(inputs)
    return []
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error
    return error.evidence.length > 0 ? error.evidence : [error.message]
  }
}

test('arguments are lines, and a value may hold anything but a newline', () => {
  const text = 'RUBY=3.4\n# a comment\n  URL=https://x/?a=b,c #d\r\nEMPTY=\n\nFROM_STEP'
  expect(read({ 'build-args': text }).args).toEqual({
    ...{ RUBY: '3.4', URL: 'https://x/?a=b,c #d', EMPTY: '', FROM_STEP: null },
  })
})

test('platforms may leave out Linux', () => {
  expect(read({ platforms: 'amd64, linux/arm/v7' }).platforms).toEqual([
    ...['linux/amd64', 'linux/arm/v7'],
  ])
})

test('every wrong input is told, all at once', () => {
  const wrong = {
    ...{ platforms: 'AMD 64', 'build-args': '1=x', cache: 'disk', context: '--output=/etc' },
    ...{ dockerfile: '-f', target: '-t', builder: '--x', rebuild: 'perhaps' },
  }
  expect(faults(wrong)).toEqual([
    'Input platforms must be such as linux/amd64, not "linux/AMD 64".',
    'Input context must not begin with a dash.',
    'Input dockerfile must not begin with a dash.',
    'Input target must not begin with a dash.',
    'Input build-args must have lines such as NAME=value, not one that begins "1".',
    'Input cache must be one of registry, gha, none, not "disk".',
    'Input builder must not begin with a dash.',
    'Input rebuild must be true or false, not "perhaps".',
  ])
})
