/** Measures a backup against the raw pipeline; bench/README.md says how. Asserts no time. */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { serverFolder, serverMajors, startPostgres } from '../lab/kit/postgres.ts'
import { growDatabase } from '../lab/kit/postgres-grow.ts'
import { inStore } from '../lab/kit/postgres-store.ts'
import { median, spread } from './statistics.ts'
import { startService, ways, type Cost, type Setting } from './ways.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const load = (): string => `load average ${loadavg()[0]?.toFixed(1) ?? ''}`
const seconds = (ms: number): string => (ms / 1000).toFixed(1)

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    runs: { type: 'string', default: '3' },
  },
})
const [megabytes, runs] = [Number(values.megabytes), Number(values.runs)]
if (!(megabytes >= 1 && runs >= 1)) {
  process.stderr.write('bench/backup [--megabytes 1024] [--runs 3]\n')
  process.exit(2)
}

const names = ['raw', 'without fingerprints', 'backup'] as const
type Costs = Readonly<Record<(typeof names)[number], Cost[]>>

/** In turn, so that a load that comes and goes strikes all of them. */
const measure = async (setting: Setting): Promise<Costs> => {
  const costs: Costs = { raw: [], 'without fingerprints': [], backup: [] }
  // Not counted: the database comes into the cache.
  await ways.raw(setting)
  for (let run = 1; run <= runs; run += 1)
    for (const name of names) {
      const cost = await ways[name](setting)
      costs[name].push(cost)
      say(`   ${name} ${run} of ${runs}: ${seconds(cost.wall)} s (${load()})`)
    }
  return costs
}

const table = (costs: Costs): string => {
  const raw = median(costs.raw.map(({ wall }) => wall))
  const rows = names.map((name) => {
    const wall = spread(costs[name].map((cost) => cost.wall))
    const memory = Math.max(...costs[name].map((cost) => cost.memory)) / 1024
    const range = `${seconds(wall.min)}-${seconds(wall.max)}`
    const ratio = (raw / wall.median).toFixed(2)
    return `| ${name} | ${seconds(wall.median)} | ${range} | ${ratio} | ${memory.toFixed(0)} MiB |`
  })
  return [
    '| way | wall | lowest-highest | throughput | peak memory |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

const major = serverMajors().find((one) => !inStore(serverFolder(one)))
if (major === undefined) throw new Error('No PostgreSQL server is installed here')
const server = await startPostgres({ major, settings: { shared_buffers: '256MB' } })
const { job, child } = await startService()
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'))
try {
  say(`making a database of ${megabytes} MB on PostgreSQL ${major}`)
  const bytes = await growDatabase(server, { database: 'bench', megabytes })
  const recipient = await identityToRecipient(await generateX25519Identity())
  say(`\n== ${(bytes / 1e6).toFixed(0)} MB (${load()})`)
  const costs = await measure({ url: server.urlOf('bench'), recipient, folder, job })
  say(`\nMedians of ${runs} runs in seconds (${load()}):\n\n${table(costs)}`)
} finally {
  child.stdin?.end()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
