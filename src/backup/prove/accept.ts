import { SeaworthyError } from '../../base/error.ts'
import { duration } from '../../base/time.ts'
import type { Manifest } from '../manifest.ts'

/** @throws SeaworthyError `backup-too-old`. Ages in milliseconds. */
export const requireAge = (ageMs: number, maxAgeMs: number, name: string): void => {
  if (ageMs <= maxAgeMs) return
  throw new SeaworthyError(
    'backup-too-old',
    `${name} is ${duration(ageMs)} old; at most ${duration(maxAgeMs)} was asked for.`,
    {
      hint: 'Look whether the nightly workflow still runs; GitHub disables it in quiet repositories.',
    },
  )
}

/**
 * Under another's name a backup would be restored in its place, or pass for a newer one.
 * @throws SeaworthyError `backup-damaged`.
 */
export const requireName = ({ file, server, takenAt }: Manifest, found: string): void => {
  if (file === found) return
  throw new SeaworthyError('backup-damaged', `${found} holds another backup: ${file}.`, {
    hint: 'Backups were swapped or renamed: trust neither name, and find out who uploaded them.',
    evidence: [`made as ${file}, of the database ${server.database}, at ${takenAt}`],
  })
}
