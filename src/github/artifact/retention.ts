/** Days, as a backup is kept: whole, because caps are. */
const dayMs = 86_400_000

/** Storage that each plan includes for a private repository, in GB (docs.github.com, billing). */
export const includedStorage = [
  { plan: 'Free', gigabytes: 0.5 },
  { plan: 'Pro', gigabytes: 1 },
  { plan: 'Team', gigabytes: 2 },
  { plan: 'Enterprise', gigabytes: 50 },
] as const

/** What a backup of this size costs in storage when one is made every night. */
export interface Storage {
  readonly days: number
  readonly bytes: number
  /** Once the first backup expires as a new one comes: bytes x days, in units of 10^9 bytes. */
  readonly steadyGigabytes: number
  /** Plans whose included storage does not hold that. */
  readonly tooSmall: readonly string[]
}

/** How long it is kept, in whole days: clocks and daylight saving move `expires_at` by an hour. */
export const daysBetween = (createdAt: string, expiresAt: string): number =>
  Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / dayMs)

export const storageOf = (bytes: number, days: number): Storage => {
  const steadyGigabytes = (bytes * days) / 1e9
  const tooSmall = includedStorage.filter(({ gigabytes }) => gigabytes < steadyGigabytes)
  return { days, bytes, steadyGigabytes, tooSmall: tooSmall.map(({ plan }) => plan) }
}

const sized = (gigabytes: number): string =>
  gigabytes >= 1 ? `${gigabytes.toFixed(1)} GB` : `${(gigabytes * 1000).toFixed(1)} MB`

/** The arithmetic in words: `170.0 MB x 90 days = 15.3 GB ...`. */
export const storageText = ({ bytes, days, steadyGigabytes }: Storage): string => {
  const included = includedStorage.map(({ plan, gigabytes }) => `${plan} ${gigabytes} GB`)
  return (
    `${sized(bytes / 1e9)} x ${days} days = ${sized(steadyGigabytes)} for a backup every night; ` +
    `a plan includes for private repositories: ${included.join(', ')}.`
  )
}
