import { describe, expect, test } from '@jest/globals'
import { codeOf, kinds, parseCode } from './kinds.ts'
import { playOne, playQuiet } from './play.ts'
import { scenarioNames, scenarioOf, titleOf } from './scenarios.ts'

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
])('every invariant holds after %s', async (command) => {
  const [title = '', code = ''] = command.split(' ')
  const [name = '', hosts] = title.split('/')
  const { broken } = await playOne(scenarioOf(name, Number(hosts)), [parseCode(code)])
  expect(broken).toEqual([])
})

test('a strike is told in a code that says it again', () => {
  for (const kind of [...kinds, { kind: 'reboot', word: 3 } as const])
    expect(parseCode(codeOf({ exchange: 12, ...kind }))).toEqual({ exchange: 12, ...kind })
  expect(() => parseCode('12:nonsense')).toThrow('no strike: 12:nonsense')
})
