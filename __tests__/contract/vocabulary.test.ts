import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { root } from '../../scripts/actions.ts'
import type { Find, Saying } from '../support/conformance/case.ts'
import { casesOf } from '../support/conformance/cases.ts'
import { simulatedGround } from '../support/conformance/simulated.ts'

const someone: Find = () => ({ id: '0'.repeat(64), address: '172.18.0.2' })

const partsOf = (saying: Saying): readonly string[] => {
  switch (saying.say) {
    case 'words':
      return saying
        .words(someone)
        .flatMap((word) => [word.word, ...(word.word === 'try' ? [word.does.word] : [])])
    case 'call':
      return [shapeOf(saying.call(someone).path)]
    case 'probe':
      return ['probe']
    case 'wait':
      return partsOf(saying.for)
    case 'exec':
      return ['/containers/*/exec', '/exec/*/start', '/exec/*/json']
    case 'together':
      return saying.all.flatMap(partsOf)
    case 'mishap':
      return []
  }
}

/** `/containers/*\/start`: a path without names. */
const shapeOf = (path: string): string =>
  path
    .replaceAll(/\$\{[^}]*\}+\)?\}?/g, '*')
    .replace(/^\/distribution\/.*\/json$/, '/distribution/*/json')
    .replace(/^\/(containers|images|exec)\/(?!json$|create$)[^/]+\//, '/$1/*/')

const cases = casesOf(simulatedGround().ground)
const tried = new Set(cases.flatMap(({ says }) => says.flatMap(partsOf)))

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && /^(host|rollout\/diagnosis|fleet\/look)/.test(file))
  .map((file) => readFileSync(join(root, 'src', file), 'utf8'))

const words = readFileSync(join(root, 'src/host/word.ts'), 'utf8')
const allWords = [...words.matchAll(/readonly word: '([\w-]+)'/g)].map(([, word = '']) => word)

const callPath =
  /['`](\/(?:version|events|containers|images|networks|distribution|volumes|exec)\b[^'`\s]*)['`]/g
const allCalls = [
  ...new Set(
    files.flatMap((text) => [...text.matchAll(callPath)].map(([, path = '']) => shapeOf(path))),
  ),
].sort()

describe('a simulated host is compared with a real one in every', () => {
  test.each([...new Set(allWords)])('word that a script may say: %s', (word) => {
    expect(tried).toContain(word)
  })

  test.each(allCalls)("call of Docker's API: %s", (call) => {
    expect(tried).toContain(call)
  })
})

test('the vocabulary was found at all', () => {
  expect(allWords.length).toBeGreaterThan(25)
  expect(allCalls.length).toBeGreaterThan(11)
  expect(cases.length).toBeGreaterThanOrEqual(80)
  expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length)
})
