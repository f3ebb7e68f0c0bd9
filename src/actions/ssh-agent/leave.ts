import { keepState, keptState } from '../../github/state.ts'
import { endAgent } from '../../ssh/agent/agent.ts'
import { layoutOf } from '../../ssh/agent/layout.ts'
import { removeWorkplace } from '../shared/workplace.ts'

/** Remembers for post the process id that the agent named. */
export const keepPid = (pid: number): void => keepState('pid', pid)

export const keptPid = (): number | undefined =>
  keptState('pid', (value) => (typeof value === 'number' ? value : undefined))

/** Ends the agent of this folder and removes all that was written for it. */
export const leave = async (folder: string, pid: number | undefined): Promise<void> => {
  try {
    await endAgent(layoutOf(folder).socket, pid)
  } finally {
    await removeWorkplace(folder)
  }
}
