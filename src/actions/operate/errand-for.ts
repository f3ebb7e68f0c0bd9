import { runEnded } from '../../github/proof.ts'
import type { Errand, ErrandOptions } from '../../rollout/errand.ts'
import { hasLock } from '../../rollout/undo.ts'
import type { Context } from '../shared/context.ts'
import { owe, oweNothing } from '../shared/owed.ts'
import { cryptoRandom, wallClock } from '../shared/world.ts'
import type { OperateInputs } from './read.ts'

/** An errand of this step, and what it needs. */
export const errandFor = (
  context: Context,
  { command, without, token }: Pick<OperateInputs, 'command' | 'without' | 'token'>,
  { config, lockHost, hosts }: Pick<Errand, 'config' | 'lockHost' | 'hosts'>,
) => {
  const { run, signal, touched } = context
  const made = { token: cryptoRandom.hex(8), startedAt: wallClock.now(), what: command }
  const errand: Errand = { config, run, lockHost, hosts, ...made }
  const options: ErrandOptions = {
    lockWaitMs: 0,
    without,
    proof: (owner) => runEnded(owner, run, { apiUrl: run.apiUrl, token, signal }),
    remember: (journal) => {
      owe(journal)
      if (hasLock(journal)) touched.add('hosts')
    },
    forget: oweNothing,
  }
  return { errand, options }
}
