import { root } from '../../scripts/actions.ts'
import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'

// Snippets are not part of the TypeScript project, so the rules that need types are left out.
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] })

/** The rules that say no to `code`, were it the content of `file`. */
const refusals = async (file: string, code: string): Promise<readonly (string | null)[]> => {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: `${root}/${file}` })
  return result?.messages.map(({ ruleId }) => ruleId) ?? ['not linted']
}

/** What a layer may import; everything else must be refused. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  base: [],
  config: ['base'],
  github: ['base'],
  ssh: ['base'],
  host: ['base', 'config'],
  fleet: ['base', 'config', 'host', 'ssh'],
  postgres: ['base', 'ssh'],
  rollout: ['base', 'config', 'host', 'fleet'],
  operate: ['base', 'config', 'host', 'fleet', 'rollout'],
  backup: ['base', 'postgres'],
  actions: [
    ...['base', 'config', 'github', 'ssh', 'host', 'fleet', 'postgres', 'rollout'],
    ...['operate', 'backup'],
  ],
}
const layers = Object.keys(arrows)
const pairs = layers.flatMap((from) =>
  layers.filter((to) => to !== from).map((to) => ({ from, to, may: arrows[from]?.includes(to) })),
)

describe('the arrows run downwards only', () => {
  test.each(pairs.filter(({ may }) => may))('$from may import $to', async ({ from, to }) => {
    expect(await refusals(`src/${from}/x.ts`, `export * from '../${to}/y.ts'`)).toEqual([])
  })

  test.each(pairs.filter(({ may }) => !may))('$from must not import $to', async ({ from, to }) => {
    const code = [
      `export * from '../${to}/y.ts'`,
      `import '../base/../${to}/y.ts'`,
      `import type { Y } from '../${to}/z.ts'`,
      `export const y: Promise<Y> = import('../${to}/y.ts')`,
    ].join('\n')
    expect(await refusals(`src/${from}/x.ts`, code)).toEqual([
      'no-restricted-imports',
      'no-restricted-imports',
      'no-restricted-imports',
      'no-restricted-syntax',
    ])
  })

  test('a file in a folder of a layer is held as well', async () => {
    expect(await refusals('src/rollout/gates/x.ts', `export * from '../../ssh/y.ts'`)).toEqual([
      'no-restricted-imports',
    ])
  })

  test('every folder of src has its row in the table', () => {
    const folders = readdirSync(`${root}/src`, { withFileTypes: true })
    const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name)
    expect(names.filter((name) => !layers.includes(name))).toEqual([])
  })
})

describe('each layer keeps to its means', () => {
  test.each([
    ['src/github/x.ts', `export * from '@actions/core'`],
    ['src/ssh/x.ts', `export * from 'ssh2'`],
    ['src/config/x.ts', `export * from 'yaml'`],
    ['src/config/x.ts', `export { createHash } from 'node:crypto'`],
    ['src/host/x.ts', `export { inspect } from 'node:util'`],
    ['src/rollout/x.ts', `export const iso = (ms: number) => new Date(ms).toISOString()`],
    ['src/rollout/x.ts', `export const ms = (text: string) => Date.parse(text)`],
    ['src/ssh/x.ts', `export const now = () => Date.now()`],
    ['src/actions/x.ts', `export const env = process.env`],
    ['src/github/x.ts', `process.stdout.write('')`],
    ['src/base/x.ts', `export class OwnError extends Error {}`],
    ['__tests__/x.ts', `export * from '../src/ssh/x.ts'`],
    ['bench/x.ts', `process.stdout.write('')`],
  ])('%s may say %s', async (file, code) => {
    expect(await refusals(file, code)).toEqual([])
  })

  test.each([
    ['src/actions/x.ts', `export * from '@actions/core'`, 'no-restricted-imports'],
    ['src/actions/x.ts', `export const x = import('@actions/core')`, 'no-restricted-syntax'],
    ['src/rollout/x.ts', `export * from 'ssh2'`, 'no-restricted-imports'],
    ['src/host/x.ts', `export * from 'yaml'`, 'no-restricted-imports'],
    ['src/host/x.ts', `export * from 'node:fs'`, 'no-restricted-imports'],
    ['src/config/x.ts', `export * from 'node:fs/promises'`, 'no-restricted-imports'],
    ['src/config/x.ts', `export const x = import('node:fs')`, 'no-restricted-syntax'],
    ['src/rollout/x.ts', `export * from 'node:timers/promises'`, 'no-restricted-imports'],
    ['src/rollout/x.ts', `export { randomBytes } from 'node:crypto'`, 'no-restricted-imports'],
    ['src/ssh/x.ts', `export * from 'fs'`, 'no-restricted-imports'],
    ['src/ssh/x.ts', `export * from '../../lab/x.ts'`, 'no-restricted-imports'],
    ['src/ssh/x.ts', `export const x = (y: string) => import(y)`, 'no-restricted-syntax'],
    ['src/ssh/x.ts', `export const env = process.env`, 'no-restricted-properties'],
    ['src/ssh/x.ts', `process.stdout.write('')`, 'no-restricted-properties'],
    ['src/github/x.ts', `process.exit(1)`, 'no-restricted-properties'],
    ['src/rollout/x.ts', `export const x = Math.random()`, 'no-restricted-properties'],
    ['src/rollout/x.ts', `export const x = Date.now()`, 'no-restricted-syntax'],
    ['src/rollout/x.ts', `export const x = new Date()`, 'no-restricted-syntax'],
    ['src/rollout/x.ts', `export const x = Date()`, 'no-restricted-syntax'],
    ['src/rollout/x.ts', `export const x = Date`, 'no-restricted-syntax'],
    ['bench/x.ts', `console.log('')`, 'no-console'],
    ['src/github/x.ts', `export default 1`, 'no-restricted-syntax'],
    ['src/github/x.ts', `export function x() { return 1 }`, 'no-restricted-syntax'],
    ['src/github/x.ts', `export class X { readonly y = 1 }`, 'no-restricted-syntax'],
    ['src/base/x.ts', `export const x: any = 1`, '@typescript-eslint/no-explicit-any'],
  ])('%s must not say %s', async (file, code, rule) => {
    expect(await refusals(file, code)).toEqual([rule])
  })

  test('files end at 250 lines, functions at 40, and tests may be one long function', async () => {
    const long = `export const x = () => {${'\n'.repeat(40)}return 1}`
    expect(await refusals('__tests__/x.ts', '\n'.repeat(250))).toEqual(['max-lines'])
    expect(await refusals('src/base/x.ts', long)).toEqual(['max-lines-per-function'])
    expect(await refusals('__tests__/x.ts', long)).toEqual([])
  })

  test.each(
    ['config', 'host', 'rollout'].flatMap((layer) =>
      ['setTimeout', 'setInterval', 'setImmediate', 'performance', 'process', 'fetch'].map(
        (name) => ({ layer, name }),
      ),
    ),
  )('$layer must not use $name', async ({ layer, name }) => {
    expect(await refusals(`src/${layer}/x.ts`, `export const x = ${name}`)).toEqual([
      'no-restricted-globals',
    ])
  })

  test('rules that need types are on for every TypeScript file', async () => {
    const typed = new ESLint({ cwd: root })
    for (const file of ['src/base/x.ts', '__tests__/x.ts', 'bench/x.ts', 'scripts/x.ts']) {
      const config: unknown = await typed.calculateConfigForFile(`${root}/${file}`)
      expect(config).toMatchObject({
        rules: { '@typescript-eslint/no-floating-promises': [2] },
        languageOptions: { parserOptions: { projectService: true } },
      })
    }
  })
})
