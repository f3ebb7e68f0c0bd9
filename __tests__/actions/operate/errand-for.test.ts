import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { errandFor } from '../../../src/actions/operate/errand-for.ts'
import { createContext, type Context } from '../../../src/actions/shared/context.ts'
import { tellRefused } from '../../../src/actions/shared/tell-refused.ts'
import { SeaworthyError } from '../../../src/base/error.ts'
import { asking } from '../../../src/rollout/journal.ts'
import type { ErrandOptions } from '../../../src/rollout/errand.ts'
import { sampleConfig, sampleJournal } from '../../host/sample.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-'))
  writeFileSync(join(folder, 'state'), '')
  process.env['GITHUB_STATE'] = join(folder, 'state')
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => {
  jest.restoreAllMocks()
  Reflect.deleteProperty(process.env, 'GITHUB_STATE')
  rmSync(folder, { recursive: true })
})

const start = (signal: AbortSignal): { context: Context; options: ErrandOptions } => {
  const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary'), GITHUB_WORKSPACE: folder }
  const run = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '1', GITHUB_JOB: 'operate' }
  const context = createContext({ ...env, ...run }, signal)
  const inputs = { command: 'accessory-stop', without: [], token: undefined } as const
  const aim = { config: sampleConfig(), lockHost: 'h1', hosts: ['h1'] }
  return { context, options: errandFor(context, inputs, aim).options }
}

const owed = sampleJournal('t', { hosts: { h1: [] } })

/** The headline after an error of the command. */
const headline = async (context: Context): Promise<string> => {
  const error = new SeaworthyError('docker-refused', 'h1: Docker refused "stop"')
  await tellRefused('It was not done', 'It did not end well')(context, error)
  return readFileSync(join(folder, 'summary'), 'utf8').split('\n')[0] ?? ''
}

test('a command on an accessory that failed with the lock held does not claim that nothing was done', async () => {
  const { context, options } = start(AbortSignal.timeout(30_000))
  options.remember(asking(owed))
  options.remember(owed)
  expect(await headline(context)).toBe('### It did not end well')
})

test('one that was cancelled midway does not claim it either', async () => {
  const reason = new SeaworthyError('cancelled', 'The run was cancelled.')
  const { context, options } = start(AbortSignal.abort(reason))
  options.remember(owed)
  expect(await headline(context)).toBe('### It did not end well')
})

test('one that did not get the lock was not done', async () => {
  const { context, options } = start(AbortSignal.timeout(30_000))
  options.remember(asking(owed))
  expect(await headline(context)).toBe('### It was not done')
})

test('what owes nothing any more leaves nothing to the post phase', () => {
  const { options } = start(AbortSignal.timeout(30_000))
  options.remember(owed)
  options.forget()
  const journals = readFileSync(join(folder, 'state'), 'utf8').split('journal<<').slice(1)
  expect(journals.map((text) => text.split('\n')[1])).toEqual([JSON.stringify(owed), 'null'])
})
