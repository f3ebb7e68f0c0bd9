import { describe, expect, test } from '@jest/globals'
import type { Word } from '../../../src/host/word.ts'
import { explainScript } from '../../../src/rollout/explain.ts'
import { create, daemon, failed, told } from './failure.ts'

const secret = 'SECRET_KEY_BASE=geheim'
const write: Word = {
  word: 'write',
  path: '.kamal/apps/shop/env/web.env',
  text: secret,
  mode: '600',
}
const owner = { owner: '.kamal/apps/shop/seaworthy/owner', token: 'abc' }
const guard: Word = { word: 'guard', ...owner }
const seize: Word = { word: 'seize', ...owner, services: ['shop-web'], waitMs: 1000 }
const tag: Word = { word: 'tag', image: 'shop:v2', as: 'shop:latest' }

describe('who owns the host', () => {
  const journal: Word = {
    word: 'holds-lock',
    journal: '.kamal/lock-shop/journal.json',
    token: 'abc',
  }

  test.each([
    [
      guard,
      79,
      'fenced',
      'check that this run still owns the host on h1 failed: another run owns h1 now',
    ],
    [
      journal,
      79,
      'fenced',
      'check that this run still holds the deploy lock on h1 failed: this run does not hold the deploy lock on h1 any more',
    ],
    [
      seize,
      80,
      'proxy-busy',
      'make this run the owner of the host on h1 failed: an earlier deploy is still going on in kamal-proxy on h1',
    ],
  ])('%j, exit code %i', (word, exit, code, message) =>
    expect(told(word, 'whatever it said: no space left on device', exit)).toEqual({
      code,
      message,
    }),
  )

  test('an image without its label', () =>
    expect(
      told({ word: 'require-label', image: 'shop:v2', label: 'service', value: 'shop' }, '', 81),
    ).toEqual({
      code: 'image-label-missing',
      message:
        'look for the label service=shop of shop:v2 on h1 failed: shop:v2 does not carry the label service=shop',
    }))

  test('an image without the assets', () => {
    const word = { word: 'extract-assets', image: 'shop:v2', from: '/public/assets' } as const
    const said =
      'Error response from daemon: Could not find the file /public/assets/. in container x'
    expect(told({ ...word, helper: 'x', to: 'y' }, said, 82)).toEqual({
      code: 'assets-missing',
      message:
        'copy /public/assets out of shop:v2 on h1 failed: shop:v2 has no folder /public/assets',
    })
  })

  test('a script that was ended', () =>
    expect(failed([guard], '', null)).toMatchObject({
      code: 'script-failed',
      message: expect.stringContaining('its shell was ended by a signal'),
      evidence: ['ended by a signal'],
    }))
})

describe('the host itself', () => {
  test.each([
    ['sh: 1: docker: not found', 'h1 has no docker command'],
    ['bash: line 1: docker: command not found', 'h1 has no docker command'],
    [
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Head "http://%2Fvar%2Frun%2Fdocker.sock/_ping": dial unix /var/run/docker.sock: connect: permission denied',
      'the login user may not use Docker on h1',
    ],
    [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'Docker does not run on h1',
    ],
  ])('%s', (stderr, why) =>
    expect(told(create, stderr)).toEqual({
      code: 'docker-refused',
      message: `create the container shop-web-v2 on h1 failed: ${why}`,
    }),
  )

  test.each([
    [
      "mkdir: cannot create directory '.kamal': Permission denied",
      'script-failed',
      'chown -R USER .kamal',
    ],
    ['bash: line 27: .kamal/lock: Permission denied', 'script-failed', 'chown -R USER .kamal'],
    ["mkdir: cannot create directory 'x': Read-only file system", 'script-failed', 'dmesg'],
    ['sh: 1: printf: printf: I/O error', 'disk-full', 'free space on h1'],
    ['bash: printf: write error: No space left on device', 'disk-full', 'free space on h1'],
  ])('%s', (stderr, code, hint) => {
    const error = failed([write], stderr, 74)
    expect([error.code, error.hint]).toEqual([code, expect.stringContaining(hint)])
  })

  test('a tag of an image that is gone', () =>
    expect(told(tag, `${daemon}No such image: shop:v2`)).toEqual({
      code: 'image-missing',
      message: 'tag shop:v2 as shop:latest on h1 failed: h1 does not have the image shop:v2',
    }))
})

describe('a failure that nobody knows', () => {
  test('is told by its last line and the title of the step', () => {
    const error = failed([guard, tag], `one\n${daemon}strange\n`, 1, 1)
    expect(error).toMatchObject({
      code: 'script-failed',
      message: 'tag shop:v2 as shop:latest on h1 failed: strange',
      hint: expect.stringContaining('stage web'),
      evidence: ['exit code 1', `one\n${daemon}strange`],
    })
  })

  test('in no word at all is told by the title', () => {
    const error = explainScript(
      'h1',
      { kind: 'script', title: 'look', words: [], changes: false, timeoutMs: 1 },
      {
        code: 2,
        stderr: 'sh: 1: Syntax error: Unterminated quoted string',
        values: {},
        failedAt: undefined,
      },
    )
    expect(error.message).toBe('look on h1 failed: sh: 1: Syntax error: Unterminated quoted string')
  })

  test('without a word on standard error is told by its exit code', () =>
    expect(failed([tag], '', 3).message).toContain('failed: exit code 3'))
})

test('no text of a script gets into an error', () => {
  for (const word of [write, create, { word: 'append', path: 'a', text: secret } as const]) {
    const { message, hint, evidence } = failed([word], 'strange', 1)
    expect(JSON.stringify([message, hint, evidence])).not.toContain('geheim')
  }
})

test('a long standard error is cut to its last lines', () => {
  const { evidence } = failed(
    [tag],
    Array.from({ length: 100 }, (_, n) => `line ${String(n)}`).join('\n'),
  )
  expect(evidence[1]?.split('\n')).toEqual(
    Array.from({ length: 8 }, (_, n) => `line ${String(92 + n)}`),
  )
})
