/** Measures bundles and their start-up; bench/README.md says how. Asserts no time. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { runShort, shortPhases, type ShortPhase } from '../lab/kit/short-phases.ts'
import { readActions } from '../scripts/actions.ts'
import { median } from './statistics.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const load = (): string => `load average ${loadavg()[0]?.toFixed(1) ?? ''}`

const { values } = parseArgs({ options: { runs: { type: 'string', default: '11' } } })
const runs = Number(values.runs)
if (!(Number.isInteger(runs) && runs >= 1)) {
  process.stderr.write('bench/start [--runs 11]\n')
  process.exit(2)
}

/** One thing to time, and its milliseconds by run. */
interface Entry {
  readonly phase: ShortPhase
  readonly code: number
  readonly took: number[]
}

const time = async ({ phase, code, took }: Entry): Promise<void> => {
  const begun = performance.now()
  const ended = await runShort(phase)
  took.push(performance.now() - begun)
  if (ended.code !== code) throw new Error(`${phase.program}: ${ended.stdout}${ended.stderr}`)
}

/** The median of its ratios to the empty one of the same round. */
const ratio = ({ took }: Entry, empty: Entry): string =>
  median(took.map((ms, run) => ms / (empty.took[run] ?? NaN))).toFixed(2)

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2)

const sizes = (program: string): readonly [string, string] => {
  const folder = dirname(program)
  const bytes = readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => statSync(join(folder, file)).size)
  const first = statSync(program).size
  return [megabytes(first), megabytes(bytes.reduce((sum, one) => sum + one, 0) - first)]
}

const head = ['action', 'at the start', 'when needed', 'refusal', 'idle post']
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'))
try {
  const entry = (phase: ShortPhase, code: number): Entry => ({ phase, code, took: [] })
  const program = join(folder, 'empty.mjs')
  writeFileSync(program, '')
  const empty = entry({ program, env: {} }, 0)
  const actions = readActions()
    .filter(({ runs: programs }) => programs.length > 0)
    .map(({ name, file }) => {
      const { refusal, idlePost } = shortPhases(dirname(file), join(folder, name))
      const post = idlePost === undefined ? [] : [entry(idlePost, 0)]
      return { name, refusal: entry(refusal, 1), post }
    })
  const all = [empty, ...actions.flatMap(({ refusal, post }) => [refusal, ...post])]
  // Not counted: files come into the cache.
  for (const one of all) await time(one)
  for (const { took } of all) took.length = 0
  // In turn, so that a load that comes and goes strikes all of them.
  for (let run = 1; run <= runs; run += 1) {
    for (const one of all) await time(one)
    say(`   ${run} of ${runs} (${load()})`)
  }
  say(
    `\nMedians of ${runs} runs (${load()}); an empty process: ${median(empty.took).toFixed(0)} ms\n`,
  )
  say([line(head), line(head.map(() => '---'))].join('\n'))
  for (const { name, refusal, post } of actions)
    say(
      line([
        ...[name, ...sizes(refusal.phase.program), ratio(refusal, empty)],
        post[0] === undefined ? '-' : ratio(post[0], empty),
      ]),
    )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
