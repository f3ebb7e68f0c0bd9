import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { createContext } from '../../../src/actions/shared/context.ts'
import { tellRefused } from '../../../src/actions/shared/tell-refused.ts'
import { SeaworthyError } from '../../../src/base/error.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-'))
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => {
  jest.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

test('the summary of a refusal shows no secret, not even one that Markdown writes in another way', async () => {
  const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary'), GITHUB_WORKSPACE: folder }
  const run = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '1', GITHUB_JOB: 'operate' }
  const context = createContext({ ...env, ...run }, AbortSignal.timeout(30_000))
  context.secrets.keep(['s*cret_word'])
  const error = new SeaworthyError('script-failed', 'login with s*cret_word failed', {
    hint: 'not s*cret\u200b_word',
    evidence: ['s*cret\u200b_word'],
  })
  await tellRefused('It was not done')(context, error)
  const summary = readFileSync(join(folder, 'summary'), 'utf8')
  expect(summary).toContain('login with &#42;&#42;&#42; failed')
  expect(summary).not.toMatch(/cret/)
})
