import { describe, expect, test } from '@jest/globals'
import { diagnose } from '../../../src/rollout/diagnosis/diagnose.ts'
import {
  answered,
  containerGate,
  created,
  on,
  restarting,
  running,
  seen,
  told,
} from './evidence.ts'

const killed = { ...restarting, exitCode: 137, oomKilled: true }
const noFormat = 'exec /bin/app: exec format error'
const noName = 'Error: getaddrinfo ENOTFOUND db'
const noSpace = 'write failed: no space left on device'

describe('what outranks what', () => {
  test.each([
    ['lack of memory', 'a crash', { detail: killed, log: 'Error: no' }, 'out-of-memory'],
    ['lack of memory', 'words in a log', { detail: killed, log: noName }, 'out-of-memory'],
    ['lack of memory', 'an exec error', { detail: killed, log: noFormat }, 'out-of-memory'],
    [
      'the wrong architecture',
      'a crash',
      { detail: restarting, log: noFormat },
      'wrong-architecture',
    ],
    [
      'the wrong architecture',
      'a missing command',
      { startError: `exec: "/bin/app": ${noFormat}` },
      'wrong-architecture',
    ],
    ['a full disk', 'a crash', { detail: restarting, log: noSpace }, 'disk-full'],
    [
      'a refusal to start',
      'the log of an earlier start',
      { detail: { ...created, error: 'unable to find user x' }, log: noSpace },
      'not-started',
    ],
    [
      'a missing command',
      'a crash',
      { detail: { ...restarting, exitCode: 127 } },
      'command-missing',
    ],
    ['a name', 'a crash', { detail: restarting, log: noName }, 'name-unresolved'],
    [
      'a crash',
      'an answer from before it',
      { detail: restarting, log: 'Error: no', lastProbe: answered(500) },
      'crashed',
    ],
    [
      'a crash',
      'sockets from before it',
      { detail: restarting, listeners: [on('127.0.0.1', 3000)] },
      'crashed',
    ],
    [
      'a hidden end',
      'a new process that boots',
      {
        detail: { ...running, restartCount: 1 },
        lastProbe: { outcome: 'refused' } as const,
        listeners: [],
      },
      'restarting',
    ],
    [
      'an answer',
      'a socket on loopback',
      { lastProbe: answered(500), listeners: [on('127.0.0.1', 3000)] },
      'app-error',
    ],
  ])('%s outranks %s', (_, __, evidence, cause) => expect(told(evidence).cause).toBe(cause))
})

test('a crash of a worker is told like one of a server', () =>
  expect(told({ gate: containerGate, detail: restarting, log: 'Error: no' })).toEqual({
    cause: 'crashed',
    headline: 'worker on h1 ended with exit code 1: Error: no',
  }))

test('a container that is gone is not made up', () =>
  expect(told({ detail: undefined })).toEqual({
    cause: 'unknown',
    headline: 'web on h1 did not become healthy within 30.0 s; nothing more could be learnt of it',
  }))

test('an end that events tell of is known although the container is gone', () =>
  expect(
    told({ detail: undefined, pastEnd: { exitCode: 2, outOfMemory: false }, log: 'bye' }).cause,
  ).toBe('crashed'))

describe('the evidence of a diagnosis', () => {
  test('has state, last answer, sockets and the last lines of the log', () =>
    expect(
      diagnose(
        seen({
          lastProbe: answered(500, '<h1>Oops</h1>'),
          listeners: [on('::', 3000)],
          log: 'one\n\u001b[31mtwo\u001b[0m\n',
          detail: { ...running, memoryLimit: 512 * 2 ** 20 },
        }),
      ).evidence,
    ).toEqual([
      'container running, memory limit: 512 MiB',
      'GET /up on port 3000, 12 times in 30.1 s, last: 500: Oops',
      'listens on [::]:3000',
      'last lines of its log:\none\ntwo',
    ]))

  test('has exit code and restarts', () =>
    expect(diagnose(seen({ detail: killed })).evidence).toEqual([
      'container restarting, restarts: 6',
      'exit code 137, SIGKILL, out of memory',
    ]))

  test("has Docker's words when it refused to start", () =>
    expect(diagnose(seen({ detail: undefined, startError: 'no\nway' })).evidence).toEqual([
      'Docker: no way',
    ]))

  test('has the way of a redirect', () =>
    expect(
      diagnose(seen({ lastProbe: answered(404, '', { redirects: ['/a', '/b'] }), listeners: [] }))
        .evidence,
    ).toEqual([
      'container running',
      'GET /up on port 3000, 12 times in 30.1 s, last: 404 -> /a -> /b',
      'listens nowhere',
    ]))

  test.each([
    [{ outcome: 'refused' } as const, 'connection refused'],
    [{ outcome: 'timeout' } as const, 'no answer in time'],
    [{ outcome: 'broken', detail: 'reset' } as const, 'reset'],
    [{ outcome: 'unreachable', detail: 'no route' } as const, 'no route'],
  ])('says %j in words', (lastProbe, words) =>
    expect(diagnose(seen({ lastProbe })).evidence[1]).toMatch(new RegExp(`last: ${words}$`)),
  )

  test('says what a restarting program repeats only once', () =>
    expect(
      diagnose(
        seen({ detail: restarting, log: 'boot\nbad\n  at x\nboot\nbad\n  at x\n' }),
      ).evidence.at(-1),
    ).toBe('last lines of its log:\nboot\nbad\n  at x'))

  test('keeps long logs short', () => {
    const log = Array.from({ length: 40 }, (_, n) => `${String(n)} ${'x'.repeat(1000)}`).join('\n')
    const block = diagnose(seen({ log })).evidence.at(-1) ?? ''
    expect(block.split('\n')).toHaveLength(13)
    expect(block.length).toBeLessThan(4000)
  })
})
