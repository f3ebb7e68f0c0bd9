import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { parseKnownHosts } from '../../src/ssh/known-hosts.ts'
import type { Target } from '../../src/ssh/target.ts'
import type { Sshd } from './sshd.ts'

/** A port that leads to a server, and counts what the server sends. */
export const countingRelay = async (to: number) => {
  let sent = 0
  const listener = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const socket of [near, far]) socket.on('error', () => undefined)
    far.on('data', (chunk: Buffer) => (sent += chunk.length))
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  return {
    bytes: (): number => sent,
    target: ({ knownLine }: Sshd): Pick<Target, 'port' | 'known'> => ({
      port,
      known: parseKnownHosts([knownLine.replace(/\]:\d+/, `]:${port}`)]),
    }),
    close: async (): Promise<void> => {
      listener.close()
      await once(listener, 'close')
    },
  }
}
