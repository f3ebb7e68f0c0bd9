import { PassThrough } from 'node:stream'
import { expect, test } from '@jest/globals'
import type { ClientChannel } from 'ssh2'
import { sessionsAhead } from '../../src/ssh/ahead.ts'

const life = new AbortController().signal
const never = life

/** A server's sessions, numbered as they are opened; each opens when it is let. */
const server = () => {
  const opened: (PassThrough & { number: number; closed: boolean; close: () => void })[] = []
  const signals: AbortSignal[] = []
  let gate: Promise<unknown> = Promise.resolve()
  const open = async (signal: AbortSignal): Promise<ClientChannel> => {
    signals.push(signal)
    const stream = new PassThrough()
    const session = Object.assign(stream, {
      number: opened.length + 1,
      close: () => void stream.destroy(),
    })
    opened.push(session)
    await gate
    signal.throwIfAborted()
    return session as unknown as ClientChannel
  }
  const wait = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    gate = promise
    return () => resolve(undefined)
  }
  return { opened, signals, open, wait }
}

const numberOf = (channel: ClientChannel): unknown => (channel as { number?: unknown }).number

test('without a word before, a session is opened when it is needed', async () => {
  const { opened, open } = server()
  const sessions = sessionsAhead(open, life)
  expect(opened).toHaveLength(0)
  expect(numberOf(await sessions.take(never))).toBe(1)
  expect(opened).toHaveLength(1)
})

test('a session that was opened ahead is used, once', async () => {
  const { opened, open } = server()
  const sessions = sessionsAhead(open, life)
  sessions.expect()
  sessions.expect()
  expect(opened).toHaveLength(1)
  expect(numberOf(await sessions.take(never))).toBe(1)
  expect(numberOf(await sessions.take(never))).toBe(2)
})

test('who comes while it is still being opened waits for it', async () => {
  const { opened, open, wait } = server()
  const letIn = wait()
  const sessions = sessionsAhead(open, life)
  sessions.expect()
  const taken = sessions.take(never)
  letIn()
  expect(numberOf(await taken)).toBe(1)
  expect(opened).toHaveLength(1)
})

test('one that the server closed meanwhile is replaced', async () => {
  const { opened, open } = server()
  const sessions = sessionsAhead(open, life)
  sessions.expect()
  await Promise.resolve()
  opened[0]!.end()
  expect(numberOf(await sessions.take(never))).toBe(2)
})

test('one that could not be opened is asked for again, and only then it is an error', async () => {
  const sessions = sessionsAhead(() => Promise.reject(new Error('no')), life)
  sessions.expect()
  await expect(sessions.take(never)).rejects.toThrow('no')
})

test('none is opened ahead once six were opened', async () => {
  const { opened, open } = server()
  const sessions = sessionsAhead(open, life)
  for (let script = 1; script <= 6; script += 1) {
    await sessions.take(never)
    sessions.expect()
  }
  expect(opened).toHaveLength(6)
  await sessions.take(never)
  expect(opened).toHaveLength(7)
})

test('a server without room gets back what waits, and is not asked ahead again', async () => {
  const { opened, open } = server()
  const sessions = sessionsAhead(open, life)
  sessions.expect()
  await new Promise(setImmediate)
  sessions.giveUp()
  await new Promise(setImmediate)
  expect(opened[0]!.destroyed).toBe(true)
  sessions.expect()
  expect(numberOf(await sessions.take(never))).toBe(2)
})

test('one that is still being opened when there is no room is not opened any more', () => {
  const { signals, open, wait } = server()
  wait()
  const sessions = sessionsAhead(open, life)
  sessions.expect()
  sessions.giveUp()
  expect(signals[0]!.aborted).toBe(true)
})

test('a script that is cancelled while it waits closes what it waited for', async () => {
  const { opened, open, wait } = server()
  const letIn = wait()
  const cancel = new AbortController()
  const sessions = sessionsAhead(open, life)
  sessions.expect()
  const taken = sessions.take(cancel.signal)
  cancel.abort(new Error('cancelled'))
  await expect(taken).rejects.toThrow('cancelled')
  letIn()
  await new Promise(setImmediate)
  expect(opened[0]!.destroyed).toBe(true)
})
