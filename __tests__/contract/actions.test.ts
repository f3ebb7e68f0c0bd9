import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { bundlesOf, parseAction, readActions, root } from '../../scripts/actions.ts'
import { filled } from '../../scripts/readme.ts'
import { contractFaults, type Contract } from '../support/contract.ts'

const exists = (path: string): boolean => existsSync(join(root, path))
const actions = readActions()
const entries = readdirSync(join(root, 'src/actions'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  // A folder that actions share has no entry.
  .filter((name) => exists(`src/actions/${name}/index.ts`))

const contractOf = async (bundle: string | undefined): Promise<Contract | undefined> =>
  bundle === undefined
    ? undefined
    : ((await import(`../../src/actions/${bundle}/contract.ts`)) as Contract)

describe('this repository', () => {
  test('every action is declared as its code reads and sets it', async () => {
    for (const action of actions) {
      const contract = await contractOf(bundlesOf([action])[0])
      expect([action.file, ...contractFaults(action, contract, exists)]).toEqual([action.file])
    }
  })

  test('every entry is the bundle of an action', () => {
    expect(entries.toSorted()).toEqual(bundlesOf(actions))
  })

  test('every README has its tables, and they are current', async () => {
    for (const { name, file } of actions) {
      const readme = readFileSync(join(root, dirname(file), 'README.md'), 'utf8')
      expect(readme).toContain(`<!-- inputs:${name} -->`)
      expect(readme).toContain(`<!-- outputs:${name} -->`)
      expect(await filled(readme, actions)).toBe(readme)
    }
  })

  test('the tables of the front page are current', async () => {
    const readme = exists('README.md') ? readFileSync(join(root, 'README.md'), 'utf8') : ''
    expect(await filled(readme, actions)).toBe(readme)
  })
})

const sample = (lines: readonly string[]) => parseAction('ship/action.yml', lines.join('\n'))
const sound = [
  'name: Ship',
  'description: Ships',
  'inputs:',
  '  ssh-key: {description: A key}',
  'outputs:',
  '  outcome: {description: What became of it}',
  'runs: {using: node24, main: ../dist/ship/index.js, post: ../dist/ship/index.js}',
]
const contract: Contract = { inputNames: ['ssh-key'], outputNames: ['outcome'] }

describe('a contract', () => {
  test('is kept by an action that declares what its code uses', () => {
    expect(contractFaults(sample(sound), contract, () => true)).toEqual([])
  })

  test.each([
    ['input force is not declared', { ...contract, inputNames: ['ssh-key', 'force'] }],
    ['input ssh-key is not used', { ...contract, inputNames: [] }],
    ['input ssh-key is listed twice', { ...contract, inputNames: ['ssh-key', 'ssh-key'] }],
    ['output url is not declared', { ...contract, outputNames: ['outcome', 'url'] }],
    ['output outcome is not used', { ...contract, outputNames: [] }],
  ])('is broken by code: %s', (fault, broken) => {
    expect(contractFaults(sample(sound), broken, () => true)).toEqual([fault])
  })

  test.each([
    ['it has no description', 1, 'description: ""'],
    ['input ssh-key has no description', 3, '  ssh-key: {required: true}'],
    ['output outcome has no description', 5, '  outcome:'],
    ['it uses "node20"', 6, 'runs: {using: node20, main: ../dist/ship/index.js}'],
    ['it has no main', 6, 'runs: {using: node24}'],
    [
      'main and post are not one bundle',
      6,
      'runs: {using: node24, main: ../dist/ship/index.js, post: ../dist/back/index.js}',
    ],
  ])('is broken by action.yml: %s', (fault, line, text) => {
    const broken = sample(sound.with(line, text))
    expect(contractFaults(broken, contract, () => true)).toEqual([fault])
  })

  test('is broken by a bundle that is not there', () => {
    expect(contractFaults(sample(sound), contract, () => false)).toContain(
      'dist/ship/index.js does not exist',
    )
  })

  test('is broken by a name that is not in kebab-case', () => {
    const action = sample(sound.with(3, '  sshKey: {description: A key}'))
    expect(contractFaults(action, { ...contract, inputNames: ['sshKey'] }, () => true)).toEqual([
      'input sshKey is not in kebab-case',
    ])
  })

  test('an action that runs something else than a bundle is refused', () => {
    const action = sample(sound.with(6, 'runs: {using: node24, main: index.js}'))
    expect(() => contractFaults(action, contract, () => true)).toThrow(
      'ship/action.yml runs ship/index.js, not dist/NAME/index.js',
    )
  })
})
