import { describe, expect, test } from '@jest/globals'
import { remedyFor, restarting, running, told } from './evidence.ts'

const trace = `config/initializers/payments.rb:7:in 'Hash#fetch': key not found: "PAYMENTS_URL" (KeyError)
	from config/initializers/payments.rb:7:in '<main>'
	from lib/boot.rb:31:in 'Kernel#require'
`

describe('a container that ended', () => {
  test('its headline has the exit code and the most telling line of the log', () =>
    expect(told({ detail: { ...restarting, exitCode: 3 }, log: trace })).toEqual({
      cause: 'crashed',
      headline:
        'web on h1 ended with exit code 3: config/initializers/payments.rb:7:in \'Hash#fetch\': key not found: "PAYMENTS_URL" (KeyError)',
    }))

  test('without a log it says so', () =>
    expect(told({ detail: { ...restarting, status: 'exited' } }).headline).toBe(
      'web on h1 ended with exit code 1 and printed nothing',
    ))

  test.each([
    [0, 'ended by itself (exit code 0): bye'],
    [1, 'ended with exit code 1: bye'],
    [134, 'ended with exit code 134, SIGABRT: bye'],
    [137, 'ended with exit code 137, SIGKILL: bye'],
    [139, 'ended with exit code 139, SIGSEGV: bye'],
    [143, 'ended with exit code 143, SIGTERM: bye'],
  ])('exit code %i', (exitCode, what) =>
    expect(told({ detail: { ...restarting, exitCode }, log: 'bye' })).toEqual({
      cause: 'crashed',
      headline: `web on h1 ${what}`,
    }),
  )

  test('control characters and colours do not get into the headline', () =>
    expect(
      told({ detail: restarting, log: '\u001b[31mError: no\u0007 luck\u001b[0m\r\n' }).headline,
    ).toBe('web on h1 ended with exit code 1: Error: no luck'))

  test('two hosts that restarted differently often read alike', () => {
    const often = told({ detail: restarting, log: 'bye' })
    expect(told({ detail: { ...restarting, restartCount: 1 }, log: 'bye' })).toEqual(often)
  })
})

describe('a container that was started again', () => {
  const again = { ...running, restartCount: 2 }

  test("Docker's events know what its state does not", () =>
    expect(
      told({ detail: again, pastEnd: { exitCode: 3, outOfMemory: false }, log: 'bye' }),
    ).toEqual({ cause: 'crashed', headline: 'web on h1 ended with exit code 3: bye' }))

  test('without them the end is told without its code', () =>
    expect(told({ detail: again, log: 'Error: no' })).toEqual({
      cause: 'restarting',
      headline: 'web on h1 ended and was restarted: Error: no',
    }))
})

describe('lack of memory', () => {
  const killed = { ...restarting, exitCode: 137, oomKilled: true, memoryLimit: 32 * 2 ** 20 }

  test('names the limit', () =>
    expect(told({ detail: killed })).toEqual({
      cause: 'out-of-memory',
      headline: 'web on h1 was killed because it needed more memory than its limit of 32 MiB',
    }))

  test('of a host without a limit', () =>
    expect(told({ detail: { ...killed, memoryLimit: 0 } }).headline).toBe(
      'web on h1 was killed because it needed more memory than the host has left',
    ))

  test('is known from events when the state is overwritten', () =>
    expect(
      told({
        detail: { ...running, restartCount: 2, memoryLimit: 1.5 * 2 ** 30 },
        pastEnd: { exitCode: 137, outOfMemory: true },
      }).headline,
    ).toContain('its limit of 1.5 GiB'))

  test('of a child of a container that runs on', () =>
    expect(told({ detail: { ...running, oomKilled: true } })).toEqual({
      cause: 'out-of-memory',
      headline:
        'web on h1 lost a process, killed because it needed more memory than the host has left',
    }))

  test('is not concluded from exit code 137 alone', () =>
    expect(told({ detail: { ...killed, oomKilled: false } }).cause).toBe('crashed'))

  test('with a limit the limit is what to change, without one the host', () => {
    expect(remedyFor({ detail: killed })).toContain('servers/web/options/memory')
    expect(remedyFor({ detail: { ...killed, memoryLimit: 0 } })).toContain('give h1 more memory')
  })
})
