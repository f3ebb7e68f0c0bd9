import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { compatibilityPage, documentedKeys } from '../../scripts/compatibility.ts'
import { root } from '../../scripts/actions.ts'
import type { Key } from '../../src/config/check/shape.ts'
import { formatMistake } from '../../src/config/mistake.ts'
import { readWhole } from '../../src/config/read-build.ts'
import { readRecipients } from '../../src/config/recipients.ts'
import { shopCertificate, shopKey } from '../config/fixtures/certificates.ts'
import { beside, samples } from '../support/key-samples.ts'
import { noPrograms } from '../support/programs.ts'

const keys = documentedKeys()

/** Keys that make a difference by what they refuse. */
const refusing = ['require_destination', 'minimum_version']

/** Keys that stand instead of one that the plain file has. */
const instead: Readonly<Record<string, readonly string[]>> = {
  'accessories/NAME': ['host'],
}

type Tree = Record<string, unknown>

const plain = (): Tree => ({
  service: 'app',
  image: 'acme/app',
  registry: { username: 'u', password: 'p' },
  servers: { web: { hosts: ['1.1.1.1', { '2.2.2.2': 'tagged' }] }, job: ['3.3.3.3'] },
  builder: { arch: 'amd64' },
  accessories: { db: { image: 'postgres:17', host: '4.4.4.4' } },
})

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const laid = (base: Tree, over: Tree): Tree => ({
  ...base,
  ...Object.fromEntries(
    Object.entries(over).map(([key, value]) => {
      const below = base[key]
      return [key, isTree(below) && isTree(value) ? laid(below, value) : value]
    }),
  ),
})

const names: Readonly<Record<string, string>> = {
  ROLE: 'web',
  NAME: 'db',
  HOOK: 'pre-build',
  COMMAND: 'clean',
}

const typed = ({ shape, otherwise }: Key): unknown => {
  if (shape === 'boolean') return otherwise !== 'true'
  if (shape === 'integer') return 77
  if (typeof shape === 'object' && 'list' in shape) return ['SAMPLE']
  if (typeof shape === 'object' && 'map' in shape) return { SAMPLE: 'x' }
  return 'SAMPLE'
}

const listed = /^(accessories\/NAME\/(?:files|directories))\/(\w+)$/

const mounted = (name: string): Tree => ({
  [name]: { remote: '/c', options: 'ro' }[name] ?? '644',
})

const withKey = (path: string, key: Key): Tree => {
  const value = samples[path] ?? typed(key)
  const inList = listed.exec(path)
  const parts = (inList?.[1] ?? path).split('/').map((part) => names[part] ?? part)
  const entry = inList ? [{ local: 'a', remote: '/b', ...mounted(inList[2] ?? '') }] : value
  const over = parts.reduceRight<unknown>((below, part) => ({ [part]: below }), entry)
  return isTree(over) ? over : {}
}

const without = (tree: Tree, path: string): Tree => {
  const place = /^accessories\/NAME\/(hosts|roles?|tags?)$/.test(path)
  const { accessories, ...rest } = tree
  if (!place || !isTree(accessories) || !isTree(accessories['db'])) return tree
  const dropped = instead['accessories/NAME'] ?? []
  const db = Object.entries(accessories['db']).filter(([key]) => !dropped.includes(key))
  return { ...rest, accessories: { db: Object.fromEntries(db) } }
}

/** All that comes of a file: what is built, deployed and backed up by it, or what is wrong with it. */
const outcome = (tree: Tree) => {
  const text = JSON.stringify(tree)
  const files: Readonly<Record<string, string>> = {
    'deploy.yml': text,
    '.kamal/secrets': `SAMPLE=1\nCERTIFICATE='${shopCertificate}'\nKEY='${shopKey}'\n`,
    SAMPLE: 'SAMPLE=2\n',
    'SAMPLE/404.html': '<p>',
    ...{ a: 'one', '644': 'two' },
    'SAMPLE/pre-deploy': '#!/bin/sh\n',
  }
  const source = {
    read: (path: string) => files[path],
    list: () => ['404.html'],
    env: {},
    programs: noPrograms,
  }
  const read = readWhole(
    { file: 'deploy.yml', destination: undefined, needsArch: true, accessories: 'all' },
    source,
  )
  const backup = readRecipients('deploy.yml', source)
  if (read.ok) return { mistakes: [], made: JSON.stringify([read.config, read.file, backup]) }
  return { mistakes: read.mistakes.map(formatMistake), made: '' }
}

/** Of a block, its keys tell; `as` shows another block's. */
const single = keys.filter(
  ({ path, key }) =>
    key.as !== undefined || !keys.some((other) => other.path.startsWith(`${path}/`)),
)

const difference = (path: string, key: Key) => {
  const needed: unknown = JSON.parse(beside[path] ?? '{}')
  const before = laid(plain(), isTree(needed) ? needed : {})
  const after = without(laid(before, withKey(path, key)), path)
  return { before: outcome(before), after: outcome(after) }
}

test('docs/compatibility.md is what the schema says', async () => {
  expect(readFileSync(join(root, 'docs/compatibility.md'), 'utf8')).toBe(await compatibilityPage())
})

test('every key has a meaning', () => {
  const bare = keys.filter(({ key }) => !/^[A-Z`].*\.$/.test(key.meaning))
  expect(bare.map(({ path }) => path)).toEqual([])
  expect(keys.length).toBeGreaterThan(150)
})

describe('a key that is used makes a difference', () => {
  test.each(single.filter(({ key }) => key.here.does === 'used'))('$path', ({ path, key }) => {
    const { before, after } = difference(path, key)
    expect(after).not.toEqual(before)
    if (!refusing.includes(path)) expect(after.mistakes).toEqual([])
  })
})

describe('of a key that is only checked, nothing comes', () => {
  test.each(single.filter(({ key }) => key.here.does === 'checked'))('$path', ({ path, key }) => {
    const { before, after } = difference(path, key)
    expect(after).toEqual(before)
    expect(after.mistakes).toEqual([])
  })

  test.each(single.filter(({ key }) => key.here.does === 'checked'))(
    '$path: a value of another type is told',
    ({ path, key }) => {
      const { shape } = key
      const isTable = typeof shape === 'object' && !('either' in shape)
      const wrong = shape === 'hash' || isTable ? 7 : [[]]
      const over = withKey(path, key)
      const text = JSON.stringify(over)
      const value = JSON.stringify(samples[path] ?? typed(key))
      const broken: unknown = JSON.parse(
        listed.test(path)
          ? text.replace('"644"', '[]')
          : text.replace(value, JSON.stringify(wrong)),
      )
      const { mistakes } = outcome(without(laid(plain(), isTree(broken) ? broken : {}), path))
      expect(mistakes.join('\n')).toMatch(/should be/)
    },
  )
})

describe('a key that is refused is refused', () => {
  const refused = single.filter(({ key }) => key.here.does === 'refused')
  test.each(refused)('$path', ({ path, key }) => {
    const { before, after } = difference(path, key)
    expect(before.mistakes).toEqual([])
    expect(after.mistakes.join('\n')).toContain('is not supported by Seaworthy yet')
  })
})
