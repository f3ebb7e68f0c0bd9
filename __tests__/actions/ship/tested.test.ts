import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { requireTested } from '../../../src/actions/ship/tested.ts'
import { testedRunOf } from '../../../src/github/tested.ts'

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-events-'))
afterAll(() => rmSync(folder, { recursive: true }))

const eventOf = (text: string, name = 'workflow_run') => {
  const path = join(folder, 'event.json')
  writeFileSync(path, text)
  return testedRunOf({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path })
}

describe('the run that another workflow comes after', () => {
  const run = {
    head_sha: 'abc',
    conclusion: 'success',
    head_repository: { full_name: 'acme/shop' },
  }

  test('is read from the event', async () => {
    expect(await eventOf(JSON.stringify({ workflow_run: run }))).toEqual({
      ...{ commit: 'abc', conclusion: 'success', repository: 'acme/shop' },
    })
  })

  test('is there under no other event', async () => {
    expect(await eventOf(JSON.stringify({ workflow_run: run }), 'push')).toBeUndefined()
  })

  test.each(['', '{}', '[]', '{"workflow_run": {"head_sha": 7}}'])(
    'is not guessed from %j',
    async (text) => {
      await expect(eventOf(text)).rejects.toMatchObject({
        code: 'input-invalid',
        message: 'The event workflow_run names no head_sha.',
      })
    },
  )
})

describe('what was tested', () => {
  const tested = { commit: 'abc', repository: 'Acme/Shop', conclusion: 'success' }
  const check = (more: Partial<typeof tested>, checkedOut: string | undefined) => () =>
    requireTested({ ...tested, ...more }, checkedOut, { repository: 'acme/shop' })

  test('ships', () => {
    expect(check({}, 'abc')).not.toThrow()
  })

  test.each([
    [{}, 'def', 'Tested was abc, but def is checked out.'],
    [{}, undefined, 'Tested was abc, but no commit is checked out.'],
    [{ conclusion: '' }, 'abc', 'The run that tested abc ended with no conclusion.'],
    [
      { repository: '' },
      'abc',
      'The run before this one tested a commit of an unknown repository, not of acme/shop.',
    ],
  ])('does not ship when it is %j and %s is checked out', (more, checkedOut, message) => {
    expect(check(more, checkedOut)).toThrow(
      expect.objectContaining({ message, code: 'commit-not-tested' }),
    )
  })
})
