import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { root } from '../../lab/kit/lab.ts'
import { runCommand } from '../../lab/kit/processes.ts'

/** What bin/strike runs, in processes of its own: seconds here are those of all cores. */
const strike = async (...args: readonly string[]): Promise<string> => {
  const program = join(root, '__tests__/strikes/main.ts')
  const options = { timeoutMs: 900_000, cwd: root }
  const { code, stdout, stderr } = await runCommand(
    process.execPath,
    ['--no-warnings', program, ...args],
    options,
  )
  expect([code, code === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, ''])
  return stdout
}

const countIn = (text: string): number =>
  Number(/: (\d+) (?:played|random|mutants)/.exec(text)?.[1])

describe('whatever strikes a deploy, the fleet is left on one version', () => {
  test('every single fault', async () => {
    expect(countIn(await strike())).toBeGreaterThanOrEqual(20_000)
  }, 900_000)

  test('pairs of faults, by a seed from the commit', async () => {
    expect(countIn(await strike('--pairs', '5000'))).toBe(5000)
  }, 900_000)

  test('random worlds with rivals and Kamal', async () => {
    expect(countIn(await strike('--random', '300'))).toBe(300)
  }, 900_000)
})

test('every hand-written break is found by the invariant that it names', async () => {
  expect(countIn(await strike('--mutants'))).toBeGreaterThanOrEqual(60)
}, 900_000)
