import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { dockerOverSsh } from '../../../src/fleet/connect/docker-over-ssh.ts'
import type { DockerCall } from '../../../src/host/docker-call.ts'
import { connect } from '../../../src/ssh/connect.ts'
import type { Connection } from '../../../src/ssh/connection.ts'
import { startSshd, stopAll } from '../../ssh/sshd.ts'
import type { Sshd } from '../../ssh/sshd.ts'

const call = (path: string, changes: Partial<DockerCall> = {}): DockerCall => ({
  kind: 'docker',
  title: `try ${path}`,
  method: 'GET',
  path,
  changes: false,
  timeoutMs: 10_000,
  ...changes,
})

/** Answers as an Engine would where it matters; counts connections and requests. */
interface Engine {
  readonly server: Server
  connections: number
  requests: number
}

const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { method, url, headers } = request
  if (url === '/echo?a=b%26c') {
    response.end(JSON.stringify({ method, headers, body: await text(request) }))
  } else if (url === '/missing') response.writeHead(404).end('{"message":"No such container"}')
  else if (url === '/large') response.end(Buffer.alloc(17 * 1024 * 1024, 'x'))
  else if (url === '/cut') response.socket?.destroy()
  else if (url === '/half') {
    response.writeHead(200, { 'content-length': '100' }).write('half')
    setTimeout(() => response.socket?.destroy(), 20)
  } else if (url === '/soon') setTimeout(() => response.end('soon'), 50)
  else if (url !== '/never') response.end('fine')
}

const startEngine = async (path: string): Promise<Engine> => {
  const server = createServer((request, response) => {
    engine.requests += 1
    void respond(request, response)
  })
  const engine: Engine = { server, connections: 0, requests: 0 }
  server.on('connection', () => (engine.connections += 1))
  await once(server.listen(path), 'listening')
  return engine
}

let sshd: Sshd
let connection: Connection
let engine: Engine
let docker: ReturnType<typeof dockerOverSsh>
const socketOf = (host: Sshd): string => join(host.folder, 'docker.sock')

beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(stopAll)
beforeEach(async () => {
  engine = await startEngine(socketOf(sshd))
  connection = await connect(sshd.target())
  docker = dockerOverSsh(connection, socketOf(sshd))
})
afterEach(async () => {
  await connection.close()
  engine.server.closeAllConnections()
  engine.server.close()
})

describe('a call', () => {
  test('says what it has to, and keeps registry credentials to their header', async () => {
    const query = { a: 'b&c' }
    const answer = await docker(
      call('/echo', { method: 'POST', query, body: { Image: 'x' }, registryAuth: 'e30=' }),
    )
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      method: 'POST',
      body: '{"Image":"x"}',
      headers: { host: 'docker', 'content-type': 'application/json', 'x-registry-auth': 'e30=' },
    })
  })

  test('that Docker refuses is an answer', async () => {
    const answer = await docker(call('/missing'))
    expect([answer.status, answer.body.toString()]).toEqual([
      404,
      '{"message":"No such container"}',
    ])
  })

  test('has 16 MiB of its answer kept, and all of it read', async () => {
    expect((await docker(call('/large'))).body.length).toBe(16 * 1024 * 1024)
    await docker(call('/fine'))
    expect(engine.connections).toBe(1)
  })

  test('uses the connection of the one before', async () => {
    for (let index = 0; index < 3; index += 1) await docker(call('/fine'))
    expect(engine.connections).toBe(1)
  })

  test('does not wait for another', async () => {
    const waiting = docker(call('/soon', { method: 'POST', changes: true }))
    await Promise.all(['/fine', '/fine', '/fine'].map((path) => docker(call(path))))
    expect((await waiting).body.toString()).toBe('soon')
  })

  test('ends when its time is over', async () => {
    await expect(docker(call('/never', { timeoutMs: 100 }))).rejects.toMatchObject({
      code: 'host-timeout',
      message: 'try /never on h1: no end after 0.1 s.',
    })
    expect((await docker(call('/fine'))).status).toBe(200)
  })

  test('ends when it is cancelled', async () => {
    const stop = new AbortController()
    const slow = docker(call('/never'), stop.signal)
    setTimeout(() => stop.abort(), 50)
    await expect(slow).rejects.toMatchObject({ code: 'cancelled' })
  })

  test.each(['/cut', '/half'])(
    'that Docker breaks off (%s) may have been carried out',
    async (path) => {
      await expect(docker(call(path, { changes: true }))).rejects.toMatchObject({
        code: 'host-lost',
      })
      expect(engine.requests).toBe(1)
    },
  )

  test('is lost with the connection', async () => {
    const slow = Promise.allSettled([docker(call('/never')), docker(call('/never'))])
    await docker(call('/soon'))
    sshd.killSessions()
    expect(
      (await slow).map((one) => one.status === 'rejected' && (one.reason as { code: string }).code),
    ).toEqual(['host-lost', 'host-lost'])
    await expect(docker(call('/fine'))).rejects.toMatchObject({ code: 'host-unreachable' })
  })

  test('goes on after Docker was restarted', async () => {
    await docker(call('/fine'))
    engine.server.closeAllConnections()
    engine.server.close()
    await once(engine.server, 'close')
    engine = await startEngine(socketOf(sshd))
    expect((await docker(call('/fine'))).status).toBe(200)
  })
})

test('what answers without HTTP is reported', async () => {
  engine.server
    .removeAllListeners('request')
    .on('connection', (socket) => socket.end('SSH-2.0-x\r\n'))
  await expect(docker(call('/fine'))).rejects.toMatchObject({ code: 'docker-refused' })
})

/** A `docker` command that says what we tell it to, found first on the host. */
const withCommand = (host: Sshd, lines: readonly string[]): void => {
  mkdirSync(join(host.folder, 'bin'), { recursive: true })
  const path = join(host.folder, 'bin', 'docker')
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'))
  chmodSync(path, 0o755)
}

describe('where sockets are not forwarded', () => {
  const bridge =
    "const s=require('net').connect(process.argv[1]);process.stdin.pipe(s);s.pipe(process.stdout)"
  let strict: Sshd
  let other: Connection
  beforeAll(async () => {
    strict = await startSshd([
      'AllowStreamLocalForwarding no',
      'SetEnv HOME=FOLDER PATH=FOLDER/bin:/usr/bin:/bin',
    ])
  })
  beforeEach(async () => {
    other = await connect(strict.target())
  })
  afterEach(() => other.close())

  test('calls go through docker system dial-stdio', async () => {
    withCommand(strict, [
      '[ "$1" = version ] && echo "server 26.1" && exit',
      `[ "$*" = "system dial-stdio" ] && exec ${process.execPath} -e "${bridge}" ${socketOf(sshd)}`,
    ])
    const through = dockerOverSsh(other, socketOf(sshd))
    const answers = await Promise.all([1, 2, 3].map(() => through(call('/fine'))))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await through(call('/missing'))).status).toBe(404)
  })

  test('a command that fails is reported with what it said', async () => {
    withCommand(strict, [
      '[ "$1" = version ] && echo "server 26.1" && exit',
      'echo no way >&2; exit 1',
    ])
    const through = dockerOverSsh(other, socketOf(sshd))
    await expect(through(call('/fine'))).rejects.toMatchObject({
      code: 'docker-refused',
      evidence: ['docker system dial-stdio ended with exit code 1', 'no way\n'],
    })
  })

  test('a host without Docker is reported', async () => {
    withCommand(strict, ['echo docker: cannot connect; exit 1'])
    const through = dockerOverSsh(other, '/nonexistent/docker.sock')
    await expect(through(call('/fine'))).rejects.toMatchObject({
      code: 'docker-refused',
      message: 'Docker on h1 does not answer; is its daemon running?',
    })
  })
})
