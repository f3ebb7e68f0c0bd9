import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { probeOverSsh } from '../../../src/fleet/connect/probe-over-ssh.ts'
import type { Connection } from '../../../src/ssh/connection.ts'
import { freePort } from '../../ssh/sshd.ts'
import { startApp } from './app.ts'
import type { App } from './app.ts'
import { folderOf, localConnection, openConnection } from './local.ts'

let app: App
let folder = ''

beforeAll(async () => {
  app = await startApp()
  folder = mkdtempSync(join(tmpdir(), 'probe-'))
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true })
})

const only = (name: string, ...programs: readonly string[]): Connection =>
  localConnection(folderOf(join(folder, name), programs))

const ways: readonly (readonly [string, () => Connection])[] = [
  ['a forward', openConnection],
  ['bash on the host', () => only('bash', 'bash', 'timeout', 'head')],
  ['python3 on the host', () => only('python3', 'python3')],
  ['curl on the host', () => only('curl', 'curl')],
  ['wget on the host', () => only('wget', 'wget')],
]

describe.each(ways)('through %s', (name, make) => {
  let ask: ReturnType<typeof probeOverSsh>
  beforeAll(() => {
    ask = probeOverSsh(make())
  })

  test('a healthy app answers', async () => {
    expect(await ask(app.probe('/up'))).toMatchObject({
      outcome: 'answered',
      status: 200,
      body: 'ok',
      redirects: [],
    })
  })

  test('it is asked as kamal-proxy asks', async () => {
    const answer = await ask(app.probe('/echo?a=it%27s'))
    const [method, headers] = JSON.parse('body' in answer ? answer.body : '') as [string, object]
    expect(method).toBe('GET')
    expect(headers).toMatchObject({
      host: `123456789012:${String(app.port)}`,
      'user-agent': 'kamal-proxy',
    })
  })

  test('an unhealthy app answers with status, headers and body', async () => {
    const answer = await ask(app.probe('/down'))
    expect(answer).toMatchObject({ outcome: 'answered', status: 503, body: 'not yet' })
    expect('headers' in answer && answer.headers['x-reason']).toBe('warming up')
  })

  test('4 KiB of a long body are kept', async () => {
    const answer = await ask(app.probe('/big'))
    expect('body' in answer && answer.body).toBe('0123456789'.repeat(1000).slice(0, 4096))
  })

  test('a redirect within the app is followed', async () => {
    const url = '/up?from=relative'
    const answer = await ask(app.probe('/relative'))
    expect(answer).toMatchObject({ status: 200, body: 'ok', redirects: [url] })
  })

  test('a redirect to https is the answer', async () => {
    expect(await ask(app.probe('/secure'))).toMatchObject({
      outcome: 'answered',
      status: 301,
      redirects: ['https://shop.example.com/up'],
    })
  })

  test('nothing listens', async () => {
    expect(await ask(app.probe('/up', { port: await freePort() }))).toEqual({ outcome: 'refused' })
  })

  test('an app that hangs up is broken', async () => {
    expect(await ask(app.probe('/reset'))).toMatchObject({ outcome: 'broken' })
  })

  test('an app that does not answer is out of time', async () => {
    const answer = await ask(app.probe('/slow', { timeoutMs: 300 }))
    expect([name, answer]).toEqual([name, { outcome: 'timeout' }])
  })

  test('a probe that is cancelled says so', async () => {
    const stop = new AbortController()
    const slow = ask(app.probe('/slow'), stop.signal)
    setTimeout(() => stop.abort(), 50)
    await expect(slow).rejects.toMatchObject({ code: 'cancelled' })
    await expect(ask(app.probe('/up'), stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('through a forward', () => {
  const ask = probeOverSsh(openConnection())

  test.each([
    ['/relative/deeper', ['../up']],
    ['/permanent', ['/up']],
    ['/chain', ['/relative', '/up?from=relative']],
  ])('%s leads to the answer', async (path, redirects) => {
    expect(await ask(app.probe(path))).toMatchObject({ status: 200, body: 'ok', redirects })
  })

  test.each(['/self', '/address'])('%s leads back to the container itself', async (path) => {
    expect(await ask(app.probe(path))).toMatchObject({ status: 200, body: 'ok' })
  })

  test('another name is asked under its own name', async () => {
    const answer = await ask(app.probe('/elsewhere'))
    const [, headers] = JSON.parse('body' in answer ? answer.body : '') as [string, object]
    expect(headers).toMatchObject({ host: `localhost:${String(app.port)}` })
  })

  test('another name where nothing listens is what it comes to', async () => {
    expect(await ask(app.probe('/closed'))).toEqual({ outcome: 'refused' })
  })

  test('a loop ends after ten requests, as for Go', async () => {
    expect(await ask(app.probe('/loop'))).toEqual({
      outcome: 'broken',
      detail: 'stopped after 10 redirects, the last to /loop',
    })
  })

  test('a redirect to what is no web address is broken', async () => {
    expect(await ask(app.probe('/mail'))).toMatchObject({ outcome: 'broken' })
  })

  test('a redirect to nowhere is an answer', async () => {
    expect(await ask(app.probe('/nowhere'))).toMatchObject({ outcome: 'answered', status: 302 })
  })

  test('what no header may hold is broken', async () => {
    const answer = await ask(app.probe('/up', { hostHeader: 'a\r\nb: c' }))
    expect(answer).toMatchObject({ outcome: 'broken' })
  })

  test('what is no HTTP is broken', async () => {
    expect(await ask(app.probe('/garbage'))).toMatchObject({ outcome: 'broken' })
  })

  test('headers decide: a body that does not end is not waited for', async () => {
    const answer = await ask(app.probe('/half', { timeoutMs: 300 }))
    expect(answer).toMatchObject({ outcome: 'answered', status: 200, body: 'half' })
  })
})

test('a host without any means is told from one that refuses', async () => {
  const ask = probeOverSsh(only('nothing'))
  expect(await ask(app.probe('/up'))).toEqual({
    outcome: 'forbidden',
    detail: 'the host has no bash, python3, curl or wget to ask with',
  })
})

test('a server that forbids forwarding is not asked for it again', async () => {
  let forwards = 0
  const local = only('again', 'python3')
  const counting: Connection = {
    ...local,
    forwardTcp: (...call) => {
      forwards += 1
      return local.forwardTcp(...call)
    },
  }
  const ask = probeOverSsh(counting)
  for (const path of ['/up', '/down']) await ask(app.probe(path))
  expect(forwards).toBe(1)
})
