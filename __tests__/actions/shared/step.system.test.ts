import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const step = join(import.meta.dirname, '../../../src/actions/shared/step.ts')

const runner = {
  PATH: process.env['PATH'],
  GITHUB_STATE: '',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_RUN_ID: '1',
  GITHUB_JOB: 'backup',
  GITHUB_WORKSPACE: import.meta.dirname,
}

/** A process whose step has this `main`, by its own words. */
const run = (main: string): { status: number | null; said: string } => {
  const program = `
    const { AlreadyTold, takeStep } = await import(${JSON.stringify(step)})
    void takeStep({
      read: () => undefined,
      main: ${main},
      post: async () => {},
      refused: async (context, error) => console.log('refused: ' + error.message),
    })`
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: runner,
    encoding: 'utf8',
    timeout: 60_000,
  })
  return { status, said: stdout }
}

describe('the exit code of a step', () => {
  test('is 0 when its end was reached', () => {
    expect(run('async () => {}')).toMatchObject({ status: 0 })
  })

  test('is 1 when it has told why it failed', () => {
    const { status, said } = run('async () => { throw new AlreadyTold() }')
    expect({ status, told: said.includes('refused:') }).toEqual({ status: 1, told: false })
  })

  test('is 1 after an error, which is told', () => {
    const { status, said } = run("async () => { throw new Error('no') }")
    expect({ status, told: said.includes('refused: no') }).toEqual({ status: 1, told: true })
  })

  test('is 1 when a promise stays open for ever and the process ends in silence', () => {
    expect(run('() => new Promise(() => {})')).toMatchObject({ status: 1 })
  })
})
