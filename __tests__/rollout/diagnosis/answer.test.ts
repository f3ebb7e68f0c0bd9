import { describe, expect, test } from '@jest/globals'
import { answered, httpGate, remedyFor, running, told } from './evidence.ts'

const blocked =
  '<!DOCTYPE html><html><head><title>x</title><style>h1 {color: red}</style></head><body><h1>Blocked hosts: b6e70da3fdf9:3000</h1></body></html>'

describe('an app that fails or refuses at its health path', () => {
  test.each([
    [
      answered(500, '<h1>500 Internal Server Error</h1>\n'),
      'app-error',
      'answers GET /up with 500: 500 Internal Server Error',
      'fails on its own health path',
    ],
    [answered(503), 'app-error', 'answers GET /up with 503', 'the app behind it does not (yet)'],
    [
      answered(404, '{"status":404,"error":"Not Found"}'),
      'refused-by-app',
      'answers GET /up with 404: {"status":404,"error":"Not Found"}',
      'set proxy/healthcheck/path',
    ],
    [
      answered(403, blocked),
      'refused-by-app',
      'answers GET /up with 403: Blocked hosts: CONTAINER:3000',
      'config.host_authorization',
    ],
    [
      answered(403, 'Forbidden'),
      'refused-by-app',
      'answers GET /up with 403: Forbidden',
      'without a login',
    ],
    [
      answered(400, 'Client sent an HTTP request to an HTTPS server.\n'),
      'refused-by-app',
      'answers GET /up with 400: Client sent an HTTP request to an HTTPS server.',
      'plain HTTP',
    ],
    [
      answered(400, '<html>The plain HTTP request was sent to HTTPS port</html>'),
      'refused-by-app',
      'answers GET /up with 400: The plain HTTP request was sent to HTTPS port',
      'plain HTTP',
    ],
    [answered(429, ''), 'refused-by-app', 'answers GET /up with 429', 'limit of requests'],
    [answered(418, ''), 'refused-by-app', 'answers GET /up with 418', 'a plain GET with 200'],
  ])('%j', (lastProbe, cause, what, remedy) => {
    expect(told({ lastProbe })).toEqual({ cause, headline: `web on h1 ${what}` })
    expect(remedyFor({ lastProbe })).toContain(remedy)
  })

  test("Django's refusal is known by its log", () =>
    expect(
      remedyFor({
        lastProbe: answered(400, '<h1>Bad Request (400)</h1>'),
        log: "Invalid HTTP_HOST header: 'b6e70da3fdf9:3000'. You may need to add 'b6e70da3fdf9' to ALLOWED_HOSTS.",
      }),
    ).toContain('ALLOWED_HOSTS'))

  test('a host name that is blocked reads alike on every host', () => {
    const id = `0123456789ab${running.id.slice(12)}`
    const other = told({
      detail: { ...running, id },
      lastProbe: answered(403, blocked.replace('b6e70da3fdf9', '0123456789ab')),
    })
    expect(other).toEqual(told({ lastProbe: answered(403, blocked) }))
  })
})

describe('an app that redirects its health path', () => {
  test.each([
    [
      answered(301, '', { headers: { location: 'https://b6e70da3fdf9:3000/up' } }),
      'redirects GET /up to https://CONTAINER:3000/up',
      'config.ssl_options',
    ],
    [
      answered(404, '', { redirects: ['http://www.shop.example/up'] }),
      'redirects GET /up to http://www.shop.example/up, which answers 404',
      'canonical host name',
    ],
    [
      answered(500, '', { redirects: ['/login'] }),
      'redirects GET /up to /login, which answers 500',
      'without a login',
    ],
    [answered(302), 'redirects GET /up to nowhere', 'without a login'],
  ])('%j', (lastProbe, what, remedy) => {
    expect(told({ lastProbe })).toEqual({ cause: 'redirected', headline: `web on h1 ${what}` })
    expect(remedyFor({ lastProbe })).toContain(remedy)
  })

  test('to a page that does not hold what is expected', () =>
    expect(
      told({
        gate: { ...httpGate, body: 'ok' },
        lastProbe: answered(200, 'Log in', { redirects: ['/login'] }),
      }).cause,
    ).toBe('redirected'))
})

describe('an app that answers otherwise than expected', () => {
  test('with another status', () =>
    expect(told({ gate: { ...httpGate, status: 204 }, lastProbe: answered(200, 'ok') })).toEqual({
      cause: 'wrong-answer',
      headline: 'web on h1 answers GET /up with 200: ok, not 204',
    }))

  test('with another body', () => {
    const evidence = {
      gate: { ...httpGate, body: 'database: ok' },
      lastProbe: answered(200, 'database: down'),
    }
    expect(told(evidence)).toEqual({
      cause: 'wrong-answer',
      headline: 'web on h1 answers GET /up with 200: database: down, without "database: ok"',
    })
    expect(remedyFor(evidence)).toContain('x-seaworthy/gates/stage/expect')
  })

  test('with a status below 200', () =>
    expect(told({ lastProbe: answered(103) }).cause).toBe('wrong-answer'))

  test('an expected 404 without its body is no missing page', () =>
    expect(
      told({
        gate: { ...httpGate, status: 404, body: 'gone' },
        lastProbe: answered(404, 'what?'),
      }),
    ).toEqual({
      cause: 'wrong-answer',
      headline: 'web on h1 answers GET /up with 404: what?, without "gone"',
    }))

  test('well, but not often enough in a row', () =>
    expect(told({ lastProbe: answered(200, 'ok v2') })).toEqual({
      cause: 'unknown',
      headline: 'web on h1 answers GET /up with 200: ok v2, but not 2 times in a row within 30.0 s',
    }))
})
