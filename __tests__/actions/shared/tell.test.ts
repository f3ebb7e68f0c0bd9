import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createContext } from '../../../src/actions/shared/context.ts'
import { tellGround, tellRefusal } from '../../../src/actions/shared/tell.ts'
import { SeaworthyError } from '../../../src/base/error.ts'
import { ErrandFailure } from '../../../src/rollout/errand-failure.ts'
import type { Touched } from '../../../src/rollout/report/refusal.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-'))
  for (const name of ['output', 'state']) {
    process.env[`GITHUB_${name.toUpperCase()}`] = join(folder, name)
    writeFileSync(join(folder, name), '')
  }
})
afterEach(() => {
  for (const name of ['GITHUB_OUTPUT', 'GITHUB_STATE']) Reflect.deleteProperty(process.env, name)
  rmSync(folder, { recursive: true })
})

const contextOf = () => {
  const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary'), GITHUB_WORKSPACE: folder }
  const run = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '1', GITHUB_JOB: 'deploy' }
  return createContext({ ...env, ...run }, AbortSignal.timeout(30_000))
}

/** Outcome and headline of an error after this much was touched. */
const toldOf = async (
  error: SeaworthyError,
  touched: readonly Touched[],
): Promise<readonly string[]> => {
  const context = contextOf()
  for (const one of touched) context.touched.add(one)
  await tellRefusal(context, error)
  const [outcome = ''] =
    /halted|stuck|blocked/.exec(readFileSync(join(folder, 'output'), 'utf8')) ?? []
  return [outcome, readFileSync(join(folder, 'summary'), 'utf8').split('\n')[0] ?? '']
}

const told = (...touched: readonly Touched[]): Promise<readonly string[]> =>
  toldOf(new SeaworthyError('host-lost', 'h1 is gone'), touched)

test('an error before anything was touched has halted the run', async () => {
  expect(await told()).toEqual(['halted', '## halted: nothing was changed - h1 is gone'])
})

test('an error after a push does not claim that nothing was changed', async () => {
  expect(await told('registry')).toEqual(['halted', '## halted: no host was changed - h1 is gone'])
})

test('an error after a lock may have been taken claims nothing of the hosts', async () => {
  const [outcome, headline] = await told('registry', 'hosts')
  expect([outcome, headline]).toEqual([
    'stuck',
    '## failed while it was changing hosts - h1 is gone',
  ])
})

test('a lock that another holds has blocked the run, also when the hosts were to be prepared', async () => {
  const error = new SeaworthyError('lock-held', 'the deploy lock on h1 is held by ann')
  expect(await toldOf(error, [])).toEqual([
    'blocked',
    '## blocked: nothing was changed - the deploy lock on h1 is held by ann',
  ])
})

test('what kept hosts from being prepared has halted the run', async () => {
  const error = new ErrandFailure(new SeaworthyError('disk-full', 'h1 is full'))
  expect(await toldOf(error, [])).toEqual([
    'halted',
    '## halted: preparing the hosts failed - h1 is full',
  ])
})

test('where preparing the hosts has left the lock, the run is stuck and says so', async () => {
  const error = new ErrandFailure(
    new SeaworthyError('recovery-stuck', 'bootstrap failed, and the deploy lock on h1 is kept'),
  )
  expect(await toldOf(error, [])).toEqual([
    'stuck',
    '## stuck: preparing the hosts failed - bootstrap failed, and the deploy lock on h1 is kept',
  ])
  const summary = readFileSync(join(folder, 'summary'), 'utf8')
  expect(summary).toContain('post phase tries once more')
})

test.each([
  [false, ['h1: create accessory db'], 'unchanged', true],
  [false, [], 'unchanged', false],
  [true, [], 'planned', false],
])(
  'where there are accessories only (dry-run: %s, done: %j) it is %s',
  async (dryRun, said, outcome, changed) => {
    await tellGround(contextOf(), said, { dryRun, ms: 1234 })
    const output = readFileSync(join(folder, 'output'), 'utf8')
    expect(output).toMatch(new RegExp(`^outcome<<.*\\n${outcome}\\n`, 'm'))
    const headline = `${outcome}: there are accessories only, and no app to deploy`
    expect(readFileSync(join(folder, 'summary'), 'utf8')).toBe(
      [`## ${headline}`, ...said].join('\n\n') + '\n',
    )
    expect(readFileSync(join(folder, 'state'), 'utf8')).toContain(
      JSON.stringify({ ok: true, changed, outcome, headline }),
    )
  },
)
