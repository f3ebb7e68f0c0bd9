import type { Check } from './check.ts'

/** Below this part of the usual size something was lost before the backup was made. */
const least = 0.7

const median = (sizes: readonly number[]): number | undefined => {
  const sorted = sizes.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}

export interface Drifted {
  readonly check: Check
  /** For an annotation: a shrunken backup is no failure by itself. */
  readonly warning: string | undefined
}

/**
 * Compares the size of a backup with earlier ones, all in bytes. It never fails: data may be deleted on
 * purpose, and age's files tell sizes only after compression.
 */
export const checkSizeDrift = (bytes: number, earlier: readonly number[]): Drifted => {
  const name = 'size drift'
  const usual = median(earlier.filter((size) => size > 0))
  if (usual === undefined) {
    const detail = 'there is no earlier backup to compare with'
    return { check: { name, verdict: 'skipped', detail }, warning: undefined }
  }
  const change = Math.round((bytes / usual - 1) * 100)
  const count =
    earlier.length === 1 ? 'the last backup' : `the median of ${earlier.length} earlier ones`
  const detail = `${change > 0 ? '+' : ''}${change} % against ${count}`
  return {
    check: { name, verdict: 'passed', detail },
    warning:
      bytes < usual * least
        ? `the backup is much smaller than before (${detail}): look whether rows were lost`
        : undefined,
  }
}
