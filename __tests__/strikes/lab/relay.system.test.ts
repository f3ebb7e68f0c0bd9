import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { userInfo } from 'node:os'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { connect } from '../../../src/ssh/connect.ts'
import type { Connection } from '../../../src/ssh/connection.ts'
import { parseKnownHosts } from '../../../src/ssh/known-hosts.ts'
import { readPrivateKey } from '../../../src/ssh/keys.ts'
import { makeKey, startSshd, stopAll, type Sshd } from '../../ssh/sshd.ts'
import type { Exchange, Verdict } from './exchange.ts'
import { startSshRelay, type SshRelay } from './relay.ts'

let sshd: Sshd
let relay: SshRelay
let connection: Connection
const never = new AbortController().signal
const limits = { stdoutBytes: 5_000_000, stderrBytes: 1000 }
const asked: Exchange[] = []
let strike: (when: 'before' | 'sent' | 'answer', exchange: Exchange) => Verdict = () => 'pass'

const through = (key = sshd.key) =>
  sshd.target({
    port: relay.port,
    known: parseKnownHosts([`[127.0.0.1]:${String(relay.port)} ${relay.hostKey}`]),
    keys: [key],
  })

beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(stopAll)

beforeEach(async () => {
  asked.length = 0
  strike = () => 'pass'
  relay = await startSshRelay({
    listen: { host: '127.0.0.1', port: 0 },
    to: { host: '127.0.0.1', port: sshd.port, user: userInfo().username },
    key: readFileSync(sshd.keyFile, 'utf8'),
    onExchange: (exchange) => {
      asked.push(exchange)
      return strike('before', exchange)
    },
    onSent: (exchange) => void strike('sent', exchange),
    onAnswer: (exchange) => strike('answer', exchange),
  })
  connection = await connect(through())
})

afterEach(async () => {
  await connection.close()
  await relay.close()
})

const run = (script: string) => connection.exec(script, limits, never)

test('a script answers through it as without it', async () => {
  const { code, stdout, stderr } = await run('echo out; echo err >&2; exit 7')
  expect([code, stdout.toString(), stderr.toString()]).toEqual([7, 'out\n', 'err\n'])
  expect(await run('kill -9 $$')).toMatchObject({ code: null, signal: 'SIGKILL' })
  const { stdout: much } = await run(`${': '.padEnd(300_000, 'x')}\nhead -c 3000000 /dev/zero`)
  expect(much.length).toBe(3_000_000)
  expect(asked.map(({ kind, result }) => [kind, result])).toEqual([
    ['script', 'answered'],
    ['script', 'answered'],
    ['script', 'answered'],
  ])
})

test('a session that was opened ahead is no exchange until it has its script', async () => {
  connection.expectScript()
  expect((await run('echo one')).code).toBe(0)
  expect(asked.length).toBe(1)
})

test('requests through forwards are told one by one, with what was answered', async () => {
  const server = createServer((_request, response) => response.writeHead(204).end())
  const path = join(sshd.folder, 'docker.sock')
  server.listen(path)
  const stream = await connection.forwardUnix(path, never)
  stream.write('POST /containers/x/start?t=1 HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n')
  expect(await text(stream)).toMatch(/^HTTP\/1.1 204/)
  server.close()
  expect(asked).toMatchObject([
    { kind: 'docker', title: 'POST /containers/x/start', result: '204' },
  ])
})

test('what is dropped before it is passed on is never carried out', async () => {
  const file = join(sshd.folder, 'dropped')
  strike = () => {
    relay.cut()
    return 'drop'
  }
  await expect(run(`touch ${file}`)).rejects.toMatchObject({ code: 'host-lost' })
  connection = await connect(through())
  strike = () => 'pass'
  expect((await run(`test -e ${file}`)).code).toBe(1)
})

test('what is cut once it was passed on is carried out, and its answer is lost', async () => {
  const file = join(sshd.folder, 'carried-out')
  strike = (when) => {
    if (when === 'answer') relay.cut()
    return when === 'answer' ? 'drop' : 'pass'
  }
  await expect(run(`touch ${file}; echo done`)).rejects.toMatchObject({ code: 'host-lost' })
  strike = () => 'pass'
  connection = await connect(through())
  expect((await run(`test -e ${file}`)).code).toBe(0)
})

test('nobody without the key gets through', async () => {
  const other = readPrivateKey(readFileSync(makeKey(join(sshd.folder, 'other')), 'utf8'))
  await expect(connect(through(other))).rejects.toMatchObject({ code: 'host-login-refused' })
})
