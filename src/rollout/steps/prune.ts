import { audit } from '../../host/audit.ts'
import type { Word } from '../../host/word.ts'

/** Whose leftovers go, and who says so. */
export interface Pruning {
  readonly service: string
  readonly destination: string | undefined
  readonly repository: string
  readonly retainContainers: number
  readonly actor: string
}

/** A word whose failure is a warning. */
export const attempt = (does: Exclude<Word, { word: 'try' }>, as: string): Word => ({
  word: 'try',
  does,
  as: `warning-${as}`,
})

/**
 * Kamal's prune, noted in its audit log: the newest stopped containers of the destination stay, and all
 * images that a container or a `latest` names. What a rollback could start is never among what goes.
 */
export const pruneWords = (pruning: Pruning, at: string): readonly Word[] => {
  const { service, destination, repository, retainContainers: retain } = pruning
  return [
    attempt({ word: 'prune-containers', service, destination, retain }, 'prune-containers'),
    attempt({ word: 'prune-images', service, repository }, 'prune-images'),
    attempt(audit(pruning, at, 'Pruned containers'), 'audit-containers'),
    attempt(audit(pruning, at, 'Pruned images'), 'audit-images'),
  ]
}
