/**
 * Runs this checkout's bundle once and tells how long its main phase took, as a peer for the benchmark
 * of another checkout:
 * `bench/deploy --peer 'node /path/to/this/bench/once.ts'`.
 */
import { runOurs } from './run.ts'

const { ACTION: action, VERSION: version = '', CHECKOUT: workspace = '' } = process.env
const { wall } = await runOurs({
  action: action === 'rollback' ? 'rollback' : 'deploy',
  version,
  workspace,
  hosts: [],
})
process.stdout.write(`seconds: ${wall / 1000}\n`)
