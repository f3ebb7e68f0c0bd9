import { expect, test } from '@jest/globals'
import { parseGiven } from '../../../src/config/secrets/given.ts'

test.each([
  ['A=1\nexport B="two\nlines" # no\nC=\'x\'', { A: '1', B: 'two\nlines', C: 'x' }],
  ['A=pa$word\nB="$(x) \\$y"', { A: 'pa$word', B: '$(x) $y' }],
  ['{"A": "pa$word", "N": 5, "T": true, "E": null}', { A: 'pa$word', N: '5', T: 'true', E: '' }],
  ['', {}],
])('%j holds %j', (text, values) => {
  expect(parseGiven(text)).toEqual({ values })
})

test.each([
  ['{"A": 1', "starts like JSON and can't be read as such"],
  ['{"A": {"B": 1}}', 'must have a text for A'],
])('%j is refused, without a value', (text, wrong) => {
  expect(parseGiven(text)).toEqual({ wrong })
})
