import { describe, expect, test } from '@jest/globals'
import { httpGate, on, remedyFor, running, told } from './evidence.ts'

const refused = { outcome: 'refused' } as const
const timeout = { outcome: 'timeout' } as const

describe('an app that listens where the proxy does not ask', () => {
  test.each([
    [on('127.0.0.1', 3000), '127.0.0.1:3000'],
    [on('::1', 3000), '[::1]:3000'],
  ])('on its loopback address only', (listener, name) => {
    const evidence = { lastProbe: refused, listeners: [listener] }
    expect(told(evidence)).toEqual({
      cause: 'loopback-only',
      headline: `web on h1 listens on ${name} only, so the proxy cannot reach it`,
    })
    expect(remedyFor(evidence)).toMatch(/^bind to 0\.0\.0\.0/)
  })

  test('on both loopback addresses', () =>
    expect(
      told({ lastProbe: refused, listeners: [on('127.0.0.1', 3000), on('::1', 3000)] }).headline,
    ).toBe('web on h1 listens on 127.0.0.1:3000 and [::1]:3000 only, so the proxy cannot reach it'))

  test('on another port', () => {
    const evidence = { lastProbe: refused, listeners: [on('::', 8080)] }
    expect(told(evidence)).toEqual({
      cause: 'other-port',
      headline: 'web on h1 listens on [::]:8080, not on port 3000 (proxy/app_port)',
    })
    expect(remedyFor(evidence)).toBe(
      'set proxy/app_port: 8080 in deploy.yml, or let the app listen on 3000',
    )
  })

  test('on several others: those that can be reached are proposed', () => {
    const listeners = [on('0.0.0.0', 80), on('0.0.0.0', 443), on('127.0.0.1', 9000)]
    expect(remedyFor({ lastProbe: refused, listeners })).toBe(
      'set proxy/app_port to one of 80 and 443 in deploy.yml, or let the app listen on 3000',
    )
  })

  test('on another port and on loopback only: both are to be changed', () => {
    const evidence = { lastProbe: refused, listeners: [on('127.0.0.1', 8080)] }
    expect(told(evidence).cause).toBe('other-port')
    expect(remedyFor(evidence)).toMatch(/proxy\/app_port: 8080.*bind to 0\.0\.0\.0/)
  })

  test('is recognised without an answer of the health path too', () =>
    expect(told({ listeners: [on('127.0.0.1', 3000)] }).cause).toBe('loopback-only'))
})

describe('an app that does not listen', () => {
  test('tells what it printed last, and how long it was waited for', () =>
    expect(
      told({ lastProbe: refused, listeners: [], log: 'booting\nwaiting for migrations' }),
    ).toEqual({
      cause: 'not-listening',
      headline:
        'web on h1 does not listen on any port after 30.0 s; its log says: waiting for migrations',
    }))

  test('reads the same on hosts that were waited for a little longer', () =>
    expect(told({ lastProbe: refused, listeners: [], waitedMs: 30_251 })).toEqual(
      told({ lastProbe: refused, listeners: [], waitedMs: 30_099 }),
    ))

  test('claims no more than is known when sockets could not be read', () =>
    expect(told({ lastProbe: refused }).headline).toBe(
      'web on h1 does not listen on port 3000 after 30.0 s; it printed nothing',
    ))

  test('that began just too late is told so', () => {
    const evidence = { lastProbe: refused, listeners: [on('0.0.0.0', 3000)] }
    expect(told(evidence)).toEqual({
      cause: 'not-listening',
      headline: 'web on h1 began to listen on port 3000 too late: not within 30.0 s',
    })
    expect(remedyFor(evidence)).toContain('x-seaworthy/gates/stage/timeout (now 30.0 s)')
  })
})

describe('an app that does not answer in time', () => {
  test.each([undefined, [on('::', 3000)]])('with sockets %j', (listeners) =>
    expect(told({ lastProbe: timeout, listeners })).toEqual({
      cause: 'slow-answer',
      headline: 'web on h1 did not answer GET /up within 5.0 s',
    }),
  )

  test('because it listens elsewhere is told so instead', () =>
    expect(told({ lastProbe: timeout, listeners: [on('::', 80)] }).cause).toBe('other-port'))
})

test('an app that speaks no HTTP', () =>
  expect(told({ lastProbe: { outcome: 'broken', detail: 'read ECONNRESET' } })).toEqual({
    cause: 'broken-answer',
    headline: 'web on h1 does not speak HTTP on port 3000: read ECONNRESET',
  }))

test('a container outside the network of the proxy', () => {
  const evidence = { detail: { ...running, address: undefined }, listeners: [on('::', 3000)] }
  expect(told(evidence).headline).toBe(
    "web on h1 has no address in Docker's network kamal, where the proxy looks for it",
  )
  expect(remedyFor(evidence)).toContain('servers/web/options')
})

test.each([
  [{ outcome: 'unreachable', detail: 'No route to host' } as const, ' (No route to host)'],
  [undefined, ''],
])('a container of which nothing wrong can be seen', (lastProbe, reason) =>
  expect(told({ lastProbe, listeners: [on('::', httpGate.port)] })).toEqual({
    cause: 'unknown',
    headline: `web on h1 did not become healthy within 30.0 s; it is running${reason}`,
  }),
)
