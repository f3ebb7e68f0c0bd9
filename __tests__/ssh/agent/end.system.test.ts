import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { endAgent } from '../../../src/ssh/agent/agent.ts'

const folder = mkdtempSync(join(tmpdir(), 'agent-'))
const socket = join(folder, 'socket')
const started: number[] = []

const start = (...args: readonly string[]): number => {
  const said = execFileSync('ssh-agent', ['-s', ...args], { encoding: 'utf8' })
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(said)![1])
  started.push(pid)
  return pid
}

const lives = (): boolean => {
  try {
    execFileSync('ssh-add', ['-l'], {
      env: { ...process.env, SSH_AUTH_SOCK: socket },
      stdio: 'pipe',
    })
    return true
  } catch (error) {
    // 1: it has no keys; 2: there is none.
    return (error as { status: number }).status === 1
  }
}

afterAll(() => {
  for (const pid of started)
    try {
      process.kill(pid)
    } catch {
      // The test has ended it.
    }
  rmSync(folder, { recursive: true })
})

test('an agent is found by its command line, without its id', async () => {
  start('-a', socket)
  expect(lives()).toBe(true)
  await endAgent(socket)
  expect(lives()).toBe(false)
})

test('one whose command line can not be seen is ended by the id that it named', async () => {
  // Written so, the socket is no argument of its own.
  const pid = start(`-a${socket}`)
  await endAgent(socket, pid)
  expect(lives()).toBe(false)
})

test('one that is still there is told of', async () => {
  start(`-a${socket}`)
  await expect(endAgent(socket)).rejects.toMatchObject({
    code: 'agent-failed',
    message: `The ssh-agent on ${socket} does not end.`,
  })
})

test('without an agent nothing is ended, whoever has the id now', async () => {
  const other = join(folder, 'other')
  const pid = start('-a', other)
  await endAgent(join(folder, 'nobody'), pid)
  process.kill(pid, 0)
})
