import type { Journal } from '../../host/journal.ts'
import { hasLock, type Undone } from '../../rollout/undo.ts'

/** Of a run that took the lock and had rolled nothing out: a prune, or a deploy that prepared hosts. */
export const isErrand = ({ hosts }: Journal): boolean => Object.values(hosts).flat().length === 0

/** Whose main phase has told how it ended: here there is only to look whether that left something. */
const isOver = (journal: Journal): boolean => isErrand(journal) && journal.phase === 'finishing'

/** What a post phase sets out to do. */
export const intention = (journal: Journal): string => {
  if (isOver(journal)) return 'looking whether the deploy lock is free'
  if (!isErrand(journal)) return `recovering an interrupted rollout of ${journal.version}`
  return hasLock(journal)
    ? 'freeing the deploy lock of a run that was interrupted'
    : 'looking whether this run, which was interrupted, had got the deploy lock'
}

/** What came of it; undefined where main has said it better. */
export const say = (undone: Undone, journal: Journal): string | undefined => {
  const { version } = journal
  switch (undone.result) {
    case 'finished':
      if (isOver(journal)) return undefined
      return 'nothing is owed: the rollout had not begun, or had ended'
    case 'back':
      if (isErrand(journal))
        return 'the deploy lock is free again; the next run goes on from what is there'
      return `the fleet serves what it served before; nothing of ${version} is left`
    case 'forward':
      if (isErrand(journal))
        return 'what an earlier run had begun is complete, and the deploy lock is free again'
      return `${version} serves on every host: the rollout was past the point of no return`
    case 'stuck':
      return undone.error.message
  }
}
