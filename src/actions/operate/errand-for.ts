import { runEnded } from '../../github/proof.ts'
import { keepState } from '../../github/state.ts'
import type { Errand, ErrandOptions } from '../../rollout/errand.ts'
import type { Context } from '../shared/context.ts'
import { cryptoRandom, wallClock } from '../shared/world.ts'
import type { OperateInputs } from './read.ts'

/** An errand of this step, and what it needs. */
export const errandFor = (
  context: Context,
  { command, without }: OperateInputs,
  { config, lockHost, hosts }: Pick<Errand, 'config' | 'lockHost' | 'hosts'>,
) => {
  const { run, signal } = context
  const made = { token: cryptoRandom.hex(8), startedAt: wallClock.now(), what: command }
  const errand: Errand = { config, run, lockHost, hosts, ...made }
  const options: ErrandOptions = {
    lockWaitMs: 0,
    without,
    proof: (owner) => runEnded(owner, run, { apiUrl: run.apiUrl, token: undefined, signal }),
    remember: (journal) => keepState('journal', journal),
  }
  return { errand, options }
}
