import { keepState, keptState } from '../../github/state.ts'
import { isJournal, type Journal } from '../../host/journal.ts'

/** Keeps what is owed to the hosts from now on, for the post phase. */
export const owe = (journal: Journal): void => keepState('journal', journal)

/** Nothing is owed any more, and the post phase has nothing to do. */
export const oweNothing = (): void => keepState('journal', null)

/** The rollout that the main phase has begun and not brought to an end; mostly there is none. */
export const owed = (): Journal | undefined => {
  if (keptState('settled', (value) => value === true) === true) return undefined
  return keptState('journal', (value) => (isJournal(value) ? value : undefined))
}
