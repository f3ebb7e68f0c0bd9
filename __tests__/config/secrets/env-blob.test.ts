import { describe, expect, test } from '@jest/globals'
import { parseEnvBlob } from '../../../src/config/secrets/env-blob.ts'

describe('many variables in one text', () => {
  test.each([
    ['dotenv', 'A=one\n# no\nB="two words"\nexport C=\'pa$$ word\'\n', 'pa$$ word'],
    ['JSON', '{"A": "one", "B": "two words", "C": "pa$$ word"}', 'pa$$ word'],
  ])('are read from %s', (_, text, C) => {
    expect(parseEnvBlob(text)).toEqual({ ok: true, values: { A: 'one', B: 'two words', C } })
  })

  test.each([
    ['a secret that was not set', 'A=\nB=x', ['A is empty']],
    ['a secret that was not set, in JSON', '{"A": "", "B": " "}', ['A is empty', 'B is empty']],
    [
      'a dollar that would vanish',
      'A=canary$word',
      ['A has a $: put the value between single quotes'],
    ],
    ['a command', 'A=$(canary)', ['A has a $: put the value between single quotes']],
    ['a number', '{"A": 5}', ['A is no text']],
    ['a name that is none', '{"a b": "canary"}', ['has a name that no variable can have']],
    ['half of JSON', '{"A": "canary"', ['is no JSON object']],
    ['a key without quotes', 'A=x\ncanaryBase64\ncanary', ['line 2 is empty', 'line 3 is empty']],
    ['nothing but comments', '# canary', ['has no line NAME=value']],
  ])('are refused for %s, and no value is told', (_, text, mistakes) => {
    expect(parseEnvBlob(text)).toEqual({ ok: false, mistakes })
  })
})
