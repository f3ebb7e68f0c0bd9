import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { runCommand } from '../../lab/kit/processes.ts'
import { makeWorkspace, type Workspace } from '../../lab/kit/workspace.ts'
import { root } from '../../scripts/actions.ts'

/** GitHub's own program, which notes how it was called. */
const gh = (refuses: string): string =>
  [
    ...['#!/bin/sh', 'printf "%s\\n" "$*" | sed "s#/tmp/[^ ]*#NOTES#" >>"$CALLS"'],
    'for last; do case $last in /tmp/*) cp "$last" "$CALLS.notes" ;; esac; done',
    `case "$*" in ${refuses}) exit 1 ;; esac`,
    '',
  ].join('\n')

let workspace: Workspace
beforeEach(() => {
  workspace = makeWorkspace({ 'dist/deploy/index.js': 'x\n' })
})
afterEach(() => workspace.cleanup())

const release = async (version: string, refuses = 'nothing') => {
  workspace.commit({
    'package.json': JSON.stringify({ version }),
    'scripts/release': readFileSync(join(root, 'scripts/release'), 'utf8'),
    'bin/gh': gh(refuses),
  })
  for (const file of ['scripts/release', 'bin/gh']) chmodSync(join(workspace.path, file), 0o755)
  const calls = join(workspace.path, 'calls')
  const { code, stderr } = await runCommand(join(workspace.path, 'scripts/release'), [], {
    env: {
      PATH: `${workspace.path}/bin:${process.env['PATH'] ?? ''}`,
      ...{ CALLS: calls, GITHUB_REPOSITORY: 'acme/seaworthy', TMPDIR: '/tmp' },
    },
  })
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return ''
    }
  }
  return { code, stderr, calls: read(calls).split('\n'), notes: read(`${calls}.notes`) }
}

describe('a release', () => {
  test('is of the commit that is checked out, and v1 moves to it', async () => {
    const { code, calls, notes } = await release('1.2.3')
    const head = workspace.head()
    expect(code).toBe(0)
    expect(calls).toEqual([
      `release create v1.2.3 --target ${head} --title v1.2.3 --notes-file NOTES`,
      `api --method PATCH repos/acme/seaworthy/git/refs/tags/v1 -f sha=${head} -F force=true`,
      '',
    ])
    expect(notes).toContain(`acme/seaworthy/deploy@${head} # v1.2.3`)
    expect(notes).toMatch(/^[0-9a-f]{64} {2}dist\/deploy\/index\.js$/m)
  })

  test('is the first of its major: v1 is made', async () => {
    const { code, calls } = await release('1.0.0', '*PATCH*')
    expect([code, calls[2]]).toEqual([0, expect.stringContaining('-f ref=refs/tags/v1 ')])
  })

  test('that exists already is refused, and v1 stays where it is', async () => {
    const { code, calls } = await release('1.2.3', 'release*')
    expect(code).toBe(1)
    expect(calls.filter((call) => call.startsWith('api'))).toEqual([])
  })

  test('before 1.0.0 moves nothing', async () => {
    const { code, calls } = await release('0.1.0')
    expect(code).toBe(0)
    expect(calls.filter((call) => call.startsWith('api'))).toEqual([])
  })

  test('of a version that is none is refused', async () => {
    const { code, stderr, calls } = await release('1.2.3-beta')
    expect([code, stderr, calls]).toEqual([1, 'no version for a release: v1.2.3-beta\n', ['']])
  })
})
