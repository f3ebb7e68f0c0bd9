import { statfs } from 'node:fs/promises'
import type { Problem } from '../../postgres/look/problems/problem.ts'

/** Compressed size of a dump as a part of the database's, indexes and all: at most, as a rule. */
const usualPart = 0.35

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`

export const bytesFree = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** A problem when the file may not fit into `folder`. Sizes in bytes. */
export const spaceProblem = (databaseBytes: number, free: number): readonly Problem[] => {
  const needed = databaseBytes * usualPart
  if (needed <= free) return []
  return [
    {
      what: `The disk may fill: a database of ${megabytes(databaseBytes)} makes a backup of about ${megabytes(needed)}, and ${megabytes(free)} are free`,
      fix: 'Free space on the runner, take a larger one, or leave out tables with exclude-tables',
    },
  ]
}
