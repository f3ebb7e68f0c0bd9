import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import type { LoadOptions, LoadResult } from '../../../lab/kit/load.ts'

export interface HeavyOptions extends Omit<LoadOptions, 'maxRequests' | 'maxSeconds'> {
  /** It does not stop before so many were sent. */
  readonly least: number
}

/** Requests from a process of their own, so that the tests' own work does not hold them up. */
export interface HeavyLoad {
  readonly stop: () => Promise<LoadResult>
}

type Told = Omit<LoadResult, 'versions'> & { readonly versions: readonly [string, number][] }

export const startHeavyLoad = (options: HeavyOptions): HeavyLoad => {
  const program = join(import.meta.dirname, 'load-client.ts')
  const client = spawn(process.execPath, ['--no-warnings', program, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said = text(client.stdout)
  return {
    stop: async () => {
      const ended = once(client, 'exit')
      client.stdin.end()
      await ended
      const { versions, ...rest } = JSON.parse(await said) as Told
      return { ...rest, versions: new Map(versions) }
    },
  }
}
