import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { parseCode } from './kinds.ts'
import { killMutants } from './mutants/kill.ts'
import { playRandom } from './random.ts'
import { failureOf, historyOf } from './report.ts'
import { scenarioOf } from './scenarios.ts'
import { headOf } from './seed.ts'
import { allPairs, play, singles, singlesOf, somePairs, type Trial } from './trials.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    pairs: { type: 'string' },
    random: { type: 'string' },
    rotating: { type: 'string', default: '60' },
    mutants: { type: 'boolean', default: false },
    shard: { type: 'string' },
  },
})

/** The same commit, the same verdict. */
const seed = values.seed ?? headOf()

const print = (text: string): void => void process.stdout.write(`${text}\n`)

const given = async (): Promise<readonly Trial[]> => {
  const [title = '', ...codes] = positionals
  const [name = '', hosts = '2'] = title.split('/')
  const scenario = scenarioOf(name, Number(hosts))
  return codes.length === 0 ? singlesOf(scenario) : [{ scenario, strikes: codes.map(parseCode) }]
}

const trialsOf = (): Promise<readonly Trial[]> => {
  if (positionals.length > 0) return given()
  if (values.pairs === 'all') return allPairs()
  if (values.pairs !== undefined) return somePairs(seed, Number(values.pairs))
  return singles(seed, Number(values.rotating))
}

/** So many are shown whole; of the others the command is enough. */
const shownWhole = 2

const playAll = async (trials: readonly Trial[]): Promise<number> => {
  let broken = 0
  for (const trial of trials) {
    const verdict = await play(trial)
    if (verdict.broken.length > 0) {
      broken += 1
      print(failureOf(trial, verdict, broken <= shownWhole))
    } else if (trials.length === 1) print(`${historyOf(verdict)}\nAll invariants held.`)
  }
  return broken
}

/** Every process takes its share. */
const share = async (): Promise<void> => {
  const [mine = 0, all = 1] = (values.shard ?? '0/1').split('/').map(Number)
  const trials = (await trialsOf()).filter((_, at) => at % all === mine)
  const broken = await playAll(trials)
  process.send?.({ played: trials.length, broken })
  process.exitCode = broken > 0 ? 1 : 0
}

interface Share {
  readonly played: number
  readonly broken: number
}

/** Worlds are short-lived: with room for many of them the collector of garbage has little to do. */
const execArgv = ['--no-warnings', '--max-semi-space-size=64']

const processes = async (count: number): Promise<void> => {
  const begun = performance.now()
  const shares = await Promise.all(
    Array.from(
      { length: count },
      (_, mine) =>
        new Promise<Share>((resolve) => {
          const args = [...process.argv.slice(2), '--seed', seed, '--shard', `${mine}/${count}`]
          let told: Share = { played: 0, broken: 1 }
          const child = fork(import.meta.filename, args, { execArgv })
          child.on('message', (message) => (told = message as Share))
          child.on('close', () => {
            resolve(told)
          })
        }),
    ),
  )
  const sum = (of: keyof Share): number => shares.reduce((all, one) => all + one[of], 0)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  print(`seed ${seed}: ${sum('played')} played, ${sum('broken')} broken, in ${seconds} s`)
  process.exitCode = sum('broken') > 0 ? 1 : 0
}

if (values.mutants) process.exitCode = await killMutants(print, RegExp(positionals.join(' ')))
else if (values.random !== undefined)
  process.exitCode = await playRandom(seed, Number(values.random), print)
else if (values.shard !== undefined || positionals.length > 1) await share()
else await processes(availableParallelism())
