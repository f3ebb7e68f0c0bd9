import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../../../lab/kit/load.ts'
import type { HeavyOptions } from './heavy-load.ts'

/** A process that only sends requests, until the end of its standard input tells it to stop. */
const { least, ...options } = JSON.parse(process.argv[2] ?? '') as HeavyOptions

const load = startLoad({ ...options, maxRequests: least * 10 })

const finish = async (): Promise<void> => {
  for (let round = 0; round < 2000 && load.soFar().sent < least; round += 1) await sleep(100)
  const { versions, ...rest } = await load.stop()
  process.stdout.write(JSON.stringify({ ...rest, versions: [...versions] }))
}

process.stdin.resume().on('end', () => void finish())
