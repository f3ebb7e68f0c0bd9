import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { endScript } from '../../../src/postgres/reach/container-script.ts'

const mark = 'a4f0c2d4-0b52-4b43-bd44-9a34f05a3a1b'
let folder = ''

jest.setTimeout(60_000)

/** A container is this very machine: what is run in it is what comes after its name. */
const docker = '#!/bin/sh\nshift 2\nexec "$@"\n'

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'end-'))
  await writeFile(join(folder, 'docker'), docker)
  await chmod(join(folder, 'docker'), 0o755)
})
afterEach(() => rm(folder, { recursive: true }))

const startProgram = async (script: string, env: NodeJS.ProcessEnv) => {
  const child = spawn('sh', ['-c', `${script}; echo ready; while :; do sleep 0.05; done`], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  await once(child.stdout, 'data')
  return { child, exited }
}

const end = async (): Promise<void> => {
  const path = `${folder}:${process.env['PATH'] ?? ''}`
  await promisify(execFile)('sh', ['-c', endScript('shop-db', mark)], {
    env: { ...process.env, PATH: path },
  })
}

const stateOf = ({ child }: { child: { exitCode: number | null; signalCode: string | null } }) =>
  child.exitCode ?? child.signalCode

test('what takes its time to end is gone when the script has ended', async () => {
  const slow = await startProgram('trap "sleep 0.5; exit 7" TERM', { SEAWORTHY_RUN: mark })
  await end()
  await slow.exited
  expect(stateOf(slow)).toBe(7)
})

test('what ignores the request is killed; a program of another mark is left alone', async () => {
  const deaf = await startProgram('trap "" TERM', { SEAWORTHY_RUN: mark })
  const other = await startProgram(':', { SEAWORTHY_RUN: 'another' })
  await end()
  await deaf.exited
  expect(stateOf(deaf)).toBe('SIGKILL')
  expect(stateOf(other)).toBeNull()
  other.child.kill('SIGKILL')
  await other.exited
})

test('nothing to end is no failure', async () => {
  await expect(end()).resolves.toBeUndefined()
})
