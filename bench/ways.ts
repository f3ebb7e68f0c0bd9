import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { outputOf } from '../lab/kit/processes.ts'
import { runAction } from '../lab/kit/runner.ts'
import { token } from '../__tests__/support/github-api.ts'
import { watchMemory } from './memory.ts'

type Pairs = Readonly<Record<string, string>>

export interface Setting {
  readonly url: string
  /** Public key. */
  readonly recipient: string
  readonly folder: string
  /** What the artifact service tells a job. */
  readonly job: Pairs
}

export interface Cost {
  /** Milliseconds until the encrypted file is whole. */
  readonly wall: number
  /** Kilobytes. */
  readonly memory: number
}

const timeoutMs = 900_000

/** The action's bundle, as on a runner: until it begins to upload. */
const action = async ({ url, recipient, folder, job }: Setting): Promise<Cost> => {
  const watch = watchMemory()
  const begun = performance.now()
  let cost: Cost | undefined
  const result = await runAction('backup', {
    ...{ workspace: folder, token, timeoutMs },
    inputs: { 'database-url': url, recipients: recipient },
    env: job,
    onLine: (line) => {
      if (line.startsWith('uploading '))
        cost = { wall: performance.now() - begun, memory: watch.stop() }
    },
  }).result
  watch.stop()
  if (cost === undefined || result.exitCode !== 0) throw new Error(result.log)
  return cost
}

const shell =
  (command: string) =>
  async (setting: Setting): Promise<Cost> => {
    const file = join(setting.folder, 'file')
    const watch = watchMemory()
    const begun = performance.now()
    await outputOf('bash', ['-c', `set -o pipefail; ${command}`], {
      timeoutMs,
      env: { ...process.env, URL: setting.url, RECIPIENT: setting.recipient, FILE: file },
    })
    const cost = { wall: performance.now() - begun, memory: watch.stop() }
    rmSync(file)
    return cost
  }

export const ways = {
  raw: shell('pg_dump -Fc -Z0 "$URL" | zstd -q -3 -c | age -r "$RECIPIENT" >"$FILE"'),
  'without fingerprints': shell('node bench/without-fingerprints.ts'),
  backup: action,
} as const

/** The artifact service, in a process of its own: its memory and its hashing are not ours. */
export const startService = async (): Promise<{
  readonly job: Pairs
  readonly child: ChildProcess
}> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'results-service.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) return { job: JSON.parse(line) as Pairs, child }
  throw new Error('The artifact service did not start')
}
