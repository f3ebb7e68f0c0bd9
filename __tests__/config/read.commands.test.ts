import { describe, expect, test } from '@jest/globals'
import { configIn, deployYml, mistakesIn } from './support.ts'

const file = (commands: string): string =>
  deployYml(`x-seaworthy:\n  commands:\n    ${commands}`, {
    servers: 'servers: {web: [a, b], jobs: [c]}',
  })
const found = (commands: string): readonly string[] => mistakesIn(file(commands))

describe('commands that may be run', () => {
  test('are a list of words, run in the primary role on its first host for a minute', () => {
    expect(configIn(file('jobs: [bin/rails, jobs:status]')).own.commands).toEqual({
      jobs: {
        words: ['bin/rails', 'jobs:status'],
        ...{ role: undefined, hosts: 'first', timeoutMs: 60_000, mostArguments: 0 },
      },
    })
  })

  test('say where they run, how long, and how many arguments they take', () => {
    const { clear } = configIn(
      file('clear: {run: [a, "$(b)"], role: jobs, hosts: all, timeout: 5m, arguments: 2}'),
    ).own.commands
    expect(clear).toEqual({
      words: ['a', '$(b)'],
      ...{ role: 'jobs', hosts: 'all', timeoutMs: 300_000, mostArguments: 2 },
    })
  })

  test.each([
    ['a: bin/rails', '7:8 x-seaworthy/commands/a: should be an array or a hash'],
    [
      'a: []',
      '7:8 x-seaworthy/commands/a: should be a program and its arguments; write it as [bin/rails, jobs:status]; no shell reads it',
    ],
    [
      'a: {role: web}',
      '7:8 x-seaworthy/commands/a: should be a program and its arguments; write it as [bin/rails, jobs:status]; no shell reads it',
    ],
    [
      'a: {run: [x], role: job}',
      '7:25 x-seaworthy/commands/a/role: there is no role job; did you mean jobs?',
    ],
    ['a: {run: [x], hosts: some}', '7:26 x-seaworthy/commands/a/hosts: should be first or all'],
    [
      'a: {run: [x], timeout: 2h}',
      '7:28 x-seaworthy/commands/a/timeout: should be a duration, at least 1s and at most 3600s; write 30s or 5m',
    ],
    [
      'a: {run: [x], arguments: 21}',
      '7:30 x-seaworthy/commands/a/arguments: should be between 0 and 20',
    ],
    [
      '"a b": [x]',
      '7:5 x-seaworthy/commands: not a name for a command: "a b"; letters, digits, `_`, `.` and `-`, starting with a letter or digit',
    ],
    [
      'a: {run: [x], shell: true}',
      '7:19 x-seaworthy/commands/a: unknown key: shell; allowed: run, role, hosts, timeout, arguments',
    ],
  ])('%s is refused', (commands, mistake) => {
    expect(found(commands)).toEqual([`deploy.yml:${mistake}`])
  })
})
