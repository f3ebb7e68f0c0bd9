import { describe, expect, test } from '@jest/globals'
import { endOf, parseEnds } from '../../../src/rollout/diagnosis/end.ts'
import { created, restarting, running, seen } from './evidence.ts'

const event = (action: string, attributes: Record<string, string> = {}): string =>
  JSON.stringify({
    status: action,
    Type: 'container',
    Action: action,
    Actor: { ID: 'b6e70da3fdf9', Attributes: { name: 'shop-web-v2', ...attributes } },
    time: 1795255688,
  })

const parsed = (status: number, ...lines: readonly string[]) =>
  parseEnds({ status, body: Buffer.from(lines.map((line) => `${line}\n`).join('')) })

describe("an end in Docker's events", () => {
  test('has the latest exit code', () =>
    expect(parsed(200, event('die', { exitCode: '1' }), event('die', { exitCode: '3' }))).toEqual({
      exitCode: 3,
      outOfMemory: false,
    }))

  test('for lack of memory', () =>
    expect(parsed(200, event('oom'), event('die', { exitCode: '137' }))).toEqual({
      exitCode: 137,
      outOfMemory: true,
    }))

  test('without a code is an end all the same', () =>
    expect(parsed(200, event('die'))).toEqual({ exitCode: undefined, outOfMemory: false }))

  test('is none when Docker has forgotten it, or refuses', () => {
    expect(parsed(200)).toBeUndefined()
    expect(parsed(400, '{"message":"no"}')).toBeUndefined()
  })
})

describe('whether a container has ended', () => {
  const past = { exitCode: 3, outOfMemory: false }

  test.each([
    ['running', running, undefined, undefined],
    ['created', created, undefined, undefined],
    ['restarting', restarting, past, { exitCode: 1, outOfMemory: false }],
    [
      'exited',
      { ...running, status: 'exited', exitCode: 2 },
      undefined,
      { exitCode: 2, outOfMemory: false },
    ],
    [
      'dead',
      { ...running, status: 'dead', exitCode: 2 },
      undefined,
      { exitCode: 2, outOfMemory: false },
    ],
    ['started again', { ...running, restartCount: 1 }, past, past],
    [
      'started again, forgotten',
      { ...running, restartCount: 1 },
      undefined,
      { exitCode: undefined, outOfMemory: false },
    ],
    ['gone', undefined, past, past],
    ['gone, forgotten', undefined, undefined, undefined],
  ])('%s', (_, detail, pastEnd, end) => expect(endOf(seen({ detail, pastEnd }))).toEqual(end))
})
