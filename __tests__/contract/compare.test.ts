import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { differences } from '../../scripts/compare.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const tree = (name: string, files: Readonly<Record<string, string>>): string => {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, file, '..'), { recursive: true })
    writeFileSync(join(folder, name, file), content)
  }
  return join(folder, name)
}

test('equal trees have no differences', () => {
  const files = { 'ship/index.js': 'a', 'ship/package.json': '{}' }
  expect(differences(tree('have', files), tree('want', files))).toEqual([])
})

test('missing, left-over and changed files are each named', () => {
  const have = tree('have', { 'ship/index.js': 'a', 'ship/old.js': '', 'old/index.js': '' })
  const want = tree('want', { 'ship/index.js': 'b', 'ship/new.js': '' })
  expect(differences(have, want)).toEqual([
    'old/index.js is left over',
    'ship/index.js differs',
    'ship/new.js is missing',
    'ship/old.js is left over',
  ])
})

test('a folder that does not exist has no files', () => {
  expect(differences(join(folder, 'none'), tree('want', { a: '' }))).toEqual(['a is missing'])
})
