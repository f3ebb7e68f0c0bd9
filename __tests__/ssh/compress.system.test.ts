import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { connect } from '../../src/ssh/connect.ts'
import { countingRelay } from './counting-relay.ts'
import { startSshd, stopAll } from './sshd.ts'
import type { Sshd } from './sshd.ts'

const never = new AbortController().signal
const bytes = 8_000_000

let sshd: Sshd
beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(stopAll)

const travelled = async (server: Sshd, compress: boolean): Promise<number> => {
  const relay = await countingRelay(server.port)
  const connection = await connect(server.target({ compress, ...relay.target(server) }))
  const stream = await connection.run(`yes seaworthy | head -c ${bytes}`, never)
  stream.end()
  const got = await buffer(stream)
  const line = 'seaworthy\n'
  const all = Buffer.from(line.repeat(bytes / line.length))
  const print = (data: Buffer) => createHash('sha256').update(data).digest('hex')
  expect(print(got)).toBe(print(all))
  await connection.close()
  await relay.close()
  return relay.bytes()
}

test('what travels is compressed when asked for, and arrives whole', async () => {
  expect(await travelled(sshd, false)).toBeGreaterThan(bytes)
  expect(await travelled(sshd, true)).toBeLessThan(bytes / 20)
})

test('a server that compresses nothing is talked to as well', async () => {
  const none = await startSshd(['Compression no'])
  expect(await travelled(none, true)).toBeGreaterThan(bytes)
})
