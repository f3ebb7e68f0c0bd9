import type { Acquired } from './acquire.ts'
import type { Ports } from './ports.ts'
import { recover } from './recover.ts'
import type { Recovery } from './stuck.ts'
import type { DeployOptions } from './under-lock.ts'

/** What a run that has ended left behind is settled first, with its lock. */
export const settleInherited = async (
  { journal, from }: Acquired & { readonly state: 'inherited' },
  ports: Ports,
  { without, remember }: Pick<DeployOptions, 'without' | 'remember'>,
): Promise<Recovery> => {
  remember(journal)
  const text = `recovering what run ${from.runId} left behind`
  ports.narrate({ kind: 'note', at: ports.clock.now(), text })
  return recover(journal, ports, { without })
}
