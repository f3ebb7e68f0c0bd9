import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../../../lab/kit/load.ts'
import { keepSockets } from './socket-client.ts'
import type { TrafficOptions, TrafficTold } from './traffic.ts'

/** A process that only visits a service, until the end of its standard input tells it to stop. */
const { addresses, host, rate, slowMs } = JSON.parse(process.argv[2] ?? '') as TrafficOptions

const began = Date.now()
const quick = startLoad({ addresses, host, rate })
const slow = startLoad({
  addresses,
  host,
  path: `/slow?ms=${String(slowMs)}`,
  rate: (2 * addresses.length * 1000) / slowMs,
})
const sockets = keepSockets(addresses, host)

/** A WebSocket has answered, or nobody is there yet who could. */
const isHeard = (): boolean => sockets.soFar().echoes > 0 || sockets.soFar().failed.length > 0

const flowing = async (): Promise<void> => {
  const isFlowing = (): boolean => quick.soFar().sent >= rate / 10 && isHeard()
  for (let turn = 0; turn < 3000 && !isFlowing(); turn += 1) await sleep(10)
  process.stdout.write('flowing\n')
}

const finish = async (): Promise<void> => {
  const [, ...results] = await Promise.all([sockets.stop(), quick.stop(), slow.stop()])
  const failed = results.flatMap((result) =>
    result.failed.map(({ at, ...one }) => ({ at: began + at, ...one })),
  )
  const told: TrafficTold = {
    sent: results.map(({ sent }) => sent).reduce((sum, one) => sum + one, 0),
    seconds: (Date.now() - began) / 1000,
    failed,
    sockets: sockets.soFar(),
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
}

process.stdin.resume().on('end', () => void finish())
await flowing()
