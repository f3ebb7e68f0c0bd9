import { expect, test } from '@jest/globals'
import { scenarios } from './scenarios.ts'
import { chosen, codeOf, kinds, parseCode } from './strike.ts'

test('a strike is told in a code that says it again', () => {
  for (const trial of chosen('a seed', 60)) expect(parseCode(codeOf(trial))).toEqual(trial)
  expect(codeOf(parseCode('rollback'))).toBe('rollback')
})

test.each(['nonsense', 'update h1:cut:yes', 'update h1.2:nonsense:yes', 'update h1.2:cut:late'])(
  'what is no code is refused: %s',
  (code) => {
    expect(() => parseCode(code)).toThrow(/no strike|no scenario/)
  },
)

test('a seed gives the same strikes again, another seed others', () => {
  const codes = (seed: string) => chosen(seed, 24).map(codeOf)
  expect(codes('one')).toEqual(codes('one'))
  expect(codes('two')).not.toEqual(codes('one'))
})

test('no scenario, kind or moment is left out when there are enough of them', () => {
  const all = chosen('a seed', 50).map(({ scenario, strike }) =>
    [scenario.name, strike?.kind, strike?.done].join(' '),
  )
  expect(new Set(all).size).toBe(scenarios.length * kinds.length * 2)
})
