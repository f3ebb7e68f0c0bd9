import type { Journal } from '../host/journal.ts'
import { perform } from './perform.ts'
import { releaseStep } from './plan-finish.ts'
import { hostOf, type Ports } from './ports.ts'

/** Frees a deploy lock that this run holds. @throws SeaworthyError `fenced` where another run has it. */
export const freeLock = async (journal: Journal, ports: Ports): Promise<void> => {
  for (const command of releaseStep(journal).commands)
    await perform(hostOf(ports, journal.primary), command, ports.signal)
}
