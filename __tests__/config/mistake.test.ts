import { expect, test } from '@jest/globals'
import { createReport, formatMistake } from '../../src/config/mistake.ts'

const at = (line: number, column = 1, file = 'a.yml') => ({ file, line, column })

test('a mistake is one line: place, key path, what is wrong, what was meant', () => {
  const mistake = {
    ...at(3, 5),
    path: 'proxy',
    message: 'unknown key: hots',
    hint: 'did you mean hosts?',
  }
  expect(formatMistake(mistake)).toBe('a.yml:3:5 proxy: unknown key: hots; did you mean hosts?')
})

test('a mistake at the root has no path', () => {
  expect(formatMistake({ ...at(1), path: '', message: 'no' })).toBe('a.yml:1:1 no')
})

test('mistakes come in the order of the files and lines, each once', () => {
  const report = createReport(['a.yml', 'b.yml'])
  for (const place of [at(1, 1, 'c'), at(1, 1, 'b.yml'), at(9), at(2, 7), at(2, 3), at(9)]) {
    report.refuse({ at: place, path: '' }, 'no')
  }
  expect(report.mistakes().map(formatMistake)).toEqual([
    'a.yml:2:3 no',
    'a.yml:2:7 no',
    'a.yml:9:1 no',
    'b.yml:1:1 no',
    'c:1:1 no',
  ])
})

test('what is blank is not kept to be masked', () => {
  const report = createReport([])
  for (const value of ['', '  ', 'hunter2', 'hunter2']) report.mask(value)
  expect(report.secrets()).toEqual(['hunter2'])
})
