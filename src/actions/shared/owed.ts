import { keptState } from '../../github/state.ts'
import { isJournal, type Journal } from '../../host/journal.ts'

/** The rollout that the main phase has begun and not brought to an end; mostly there is none. */
export const owed = (): Journal | undefined => {
  if (keptState('settled', (value) => value === true) === true) return undefined
  return keptState('journal', (value) => (isJournal(value) ? value : undefined))
}
