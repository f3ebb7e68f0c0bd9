import { describe, expect, test } from '@jest/globals'
import { codeOf, kinds, parseCode } from './kinds.ts'
import { playQuiet } from './play.ts'
import { scenarioNames, scenarioOf, titleOf } from './scenarios.ts'
import { play } from './trials.ts'

// strikes.system.test.ts strikes every exchange of every scenario in every way.
const scenarios = scenarioNames.flatMap((name) => [1, 2, 3, 5].map((at) => scenarioOf(name, at)))

describe('without a fault every invariant holds, and a repeat changes nothing', () => {
  test.each(scenarios.map((scenario) => [titleOf(scenario), scenario] as const))(
    '%s',
    async (_title, scenario) => {
      expect((await playQuiet(scenario)).broken).toEqual([])
    },
  )
})

test.each([
  'update/2 12:kill::2',
  'update/2 49:reply-lost',
  'update/2 50:docker-restart',
  'worker/2 50:kill:late',
  'rollback/1 13:kill::5',
  'rollback/2 28:hang:late',
  'fades/2 59:hang:late',
  'hook-after/1 33:non-zero 76:hang',
  'web-files-bad/2 61:kill 87:non-zero',
  'web-files/2 51:reboot::9 100:non-zero',
  'web-files-again/2 47:kill 75:reboot',
])('every invariant holds after %s', async (command) => {
  const [title = '', ...codes] = command.split(' ')
  const [name = '', hosts] = title.split('/')
  const scenario = scenarioOf(name, Number(hosts))
  expect((await play({ scenario, strikes: codes.map(parseCode) })).broken).toEqual([])
})

test('what could not be tidied away sends nobody forward to what a hook has refused', async () => {
  const [scenario, strikes] = [scenarioOf('hook-after', 1), [parseCode('34:non-zero')]]
  const { built } = await play({ scenario, strikes })
  expect(built.jobs[0]).toMatchObject({ outcome: 'stuck', exitCode: 1, post: 'back' })
})

test('a strike is told in a code that says it again', () => {
  for (const kind of [...kinds, { kind: 'reboot', word: 3 } as const])
    expect(parseCode(codeOf({ exchange: 12, ...kind }))).toEqual({ exchange: 12, ...kind })
  expect(() => parseCode('12:nonsense')).toThrow('no strike: 12:nonsense')
})
