import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../src/base/error.ts'
import { orderOf } from '../../src/operate/run.ts'
import { configIn, deployYml } from '../config/support.ts'

const config = configIn(
  deployYml(
    [
      'x-seaworthy:',
      '  commands:',
      '    jobs: [bin/rails, "jobs:status"]',
      '    unlock: {run: [bin/unlock], role: jobs, hosts: all, arguments: 1}',
    ].join('\n'),
    { servers: 'servers: {web: [a, b], jobs: [c]}' },
  ),
)

const refusal = (name: string, more: readonly string[] = [], of = config): readonly string[] => {
  try {
    orderOf(of, name, more)
    return []
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error
    return [error.code, error.message, error.hint ?? '']
  }
}

describe('a command of the allow-list', () => {
  test('runs in the primary role unless it names another', () => {
    expect(orderOf(config, 'jobs', [])).toMatchObject({
      ...{ words: ['bin/rails', 'jobs:status'], hosts: 'first', role: { name: 'web' } },
    })
    expect(orderOf(config, 'unlock', [])).toMatchObject({ hosts: 'all', role: { name: 'jobs' } })
  })

  test('gets an argument as one word, whatever is in it', () => {
    const { words } = orderOf(config, 'unlock', ['$(reboot); "ann lee"'])
    expect(words).toEqual(['bin/unlock', '$(reboot); "ann lee"'])
  })

  test.each([
    ['job', 'deploy.yml has no command "job" that may be run.', 'did you mean jobs?'],
    ['sh', 'deploy.yml has no command "sh" that may be run.', 'allowed: jobs, unlock'],
    ['toString', 'deploy.yml has no command "toString" that may be run.', 'allowed: jobs, unlock'],
    ['', 'Input name is missing.', 'allowed: jobs, unlock'],
  ])('is refused with the candidates when it is not on the list: %j', (name, message, hint) => {
    expect(refusal(name)).toEqual(['input-invalid', message, hint])
  })

  test('is refused with how to list one when there is no list', () => {
    expect(refusal('jobs', [], configIn(deployYml()))).toEqual([
      'input-invalid',
      'deploy.yml has no command that may be run.',
      'List those that may: `x-seaworthy: {commands: {jobs: [bin/rails, "jobs:status"]}}`.',
    ])
  })

  test('takes no more arguments than the list lets it have', () => {
    expect(refusal('jobs', ['x'])[1]).toBe('The command jobs takes no arguments, not 1.')
    expect(refusal('unlock', ['x', 'y'])[1]).toBe(
      'The command unlock takes at most 1 argument, not 2.',
    )
  })

  test('takes no option for an argument', () => {
    expect(refusal('unlock', ['--all'])[1]).toBe(
      '"--all" looks like an option: an argument can\'t begin with a dash.',
    )
  })
})
