import { parseArgs } from 'node:util'
import { headOf } from '../seed.ts'
import { playSession } from './session.ts'
import { chosen, parseCode } from './strike.ts'

const { values } = parseArgs({
  options: {
    lab: { type: 'boolean' },
    count: { type: 'string', default: '24' },
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
  },
})

const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** The same commit, the same strikes. */
const seed = values.seed ?? headOf()
const trials = values.only?.map(parseCode) ?? chosen(seed, Number(values.count))
const off = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    off.abort()
  })
const { played, struck, broken, requests, seconds } = await playSession(
  trials,
  seed,
  print,
  off.signal,
)
print(
  `seed ${seed}: ${String(played)} played, ${String(struck)} struck, ${String(broken)} broken, ` +
    `${String(requests)} requests, in ${seconds.toFixed(1)} s`,
)
process.exitCode = broken > 0 ? 1 : 0
