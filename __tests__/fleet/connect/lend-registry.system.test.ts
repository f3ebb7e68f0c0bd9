import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { lendRegistry } from '../../../src/fleet/connect/lend-registry.ts'
import { ForwardError } from '../../../src/ssh/channel-error.ts'
import { connect } from '../../../src/ssh/connect.ts'
import type { Connection } from '../../../src/ssh/connection.ts'
import { freePort, startSshd, stopAll } from '../../ssh/sshd.ts'
import { localConnection, openConnection } from './local.ts'

let server: Server
let port: number
const never = new AbortController().signal
const work = () => Promise.resolve('done')
const open: Connection[] = []

beforeAll(async () => {
  server = createServer((_request, response) => response.end('{}'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  port = (server.address() as AddressInfo).port
})
afterEach(() => Promise.all(open.splice(0).map((connection) => connection.close())))
afterAll(async () => {
  server.close()
  await stopAll()
})

/** Host and runner are one machine here, so that the port is always in use on the host. */
const sshTo = async (...lines: readonly string[]): Promise<Connection> => {
  const sshd = await startSshd(lines)
  const connection = await connect(sshd.target())
  open.push(connection)
  return connection
}

/** A host that listens; tells what is given back. */
const listening = () => {
  const told: string[] = []
  const connection: Connection = {
    ...localConnection('/nonexistent'),
    listen: (at) => {
      told.push(`listens on ${at}`)
      return Promise.resolve(() => {
        told.push('gave it back')
        return Promise.resolve()
      })
    },
  }
  return { connection, told }
}

test('the port is given back when the work has ended, and when it has failed', async () => {
  const { connection, told } = listening()
  expect(await lendRegistry(connection, port, never, work)).toBe('done')
  const failing = lendRegistry(connection, port, never, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  const once = [`listens on ${port}`, 'gave it back']
  expect(told).toEqual([...once, ...once])
})

test('without a registry here the host is told nothing', async () => {
  const { connection, told } = listening()
  const free = await freePort()
  await expect(lendRegistry(connection, free, never, work)).rejects.toMatchObject({
    code: 'registry-unreachable',
    message: `There is no registry at localhost:${free} of the machine that deploys.`,
    hint: expect.stringMatching(/^It ends with the job that pushed to it: build and deploy in one/),
    evidence: ['nothing listens on that port (connection refused)'],
  })
  expect(told).toEqual([])
})

test('a port that is in use on the host is told apart from one that is forbidden', async () => {
  await expect(lendRegistry(await sshTo(), port, never, work)).rejects.toMatchObject({
    code: 'registry-unreachable',
    message: `Port ${port} of h1 is in use, and is needed to reach the registry at localhost:${port}.`,
  })
})

test('an SSH server that forwards nothing is named', async () => {
  const strict = await sshTo('AllowTcpForwarding no')
  await expect(lendRegistry(strict, port, never, work)).rejects.toMatchObject({
    code: 'registry-unreachable',
    message: `The SSH server of h1 does not forward port ${port}, and so h1 can't reach the registry at localhost:${port}.`,
    hint: expect.stringContaining('AllowTcpForwarding yes or remote'),
    evidence: [`Unable to bind to 127.0.0.1:${port}`],
  })
})

test('an SSH server that forwards only the other way is named', async () => {
  const connection = {
    ...openConnection(),
    forwardTcp: () => Promise.reject(new ForwardError('refused', 'Connection refused')),
  }
  await expect(lendRegistry(connection, port, never, work)).rejects.toMatchObject({
    message: expect.stringMatching(/^The SSH server of h1 does not forward port/),
  })
})
