import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Failure } from '../../../lab/kit/load.ts'
import type { SocketsResult } from './socket-client.ts'

export interface TrafficOptions {
  readonly addresses: readonly string[]
  /** The header Host. */
  readonly host: string
  /** Requests a second over all addresses, kept alive. */
  readonly rate: number
  /** Slow requests take so long; two to every address are on their way at any time. */
  readonly slowMs: number
}

export interface TrafficTold {
  readonly sent: number
  readonly seconds: number
  /** `at` is in milliseconds since 1970: when it was sent. */
  readonly failed: readonly Failure[]
  readonly sockets: SocketsResult
}

export interface Traffic {
  /** Ends it when every answer has come. */
  readonly stop: () => Promise<TrafficTold>
}

/** Visits a service from a process of its own: quick requests, slow ones, and a WebSocket per host. */
export const startTraffic = async (options: TrafficOptions): Promise<Traffic> => {
  const program = join(import.meta.dirname, 'traffic-client.ts')
  const client = spawn(process.execPath, ['--no-warnings', program, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // jest's own flags are not for this.
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const lines = createInterface({ input: client.stdout })
  const begun = await Promise.race([once(lines, 'line'), once(client, 'exit')])
  if (begun[0] !== 'flowing') throw new Error('the traffic did not begin')
  return {
    stop: async () => {
      const ended = once(client, 'exit')
      const said = Promise.race([once(lines, 'line'), ended.then(() => [])])
      client.stdin.end()
      const [line = ''] = (await said) as readonly string[]
      await ended
      if (line === '') throw new Error('the traffic ended without a word')
      return JSON.parse(line) as TrafficTold
    },
  }
}
