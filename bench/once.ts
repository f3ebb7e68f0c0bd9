/**
 * Runs this checkout's bundle once, as a peer for the benchmark of another checkout:
 * `bench/deploy --peer 'node /path/to/this/bench/once.ts'`.
 */
import { runOurs } from './run.ts'

const { ACTION: action, VERSION: version = '', CHECKOUT: workspace = '' } = process.env
await runOurs({
  action: action === 'rollback' ? 'rollback' : 'deploy',
  version,
  workspace,
  hosts: [],
})
