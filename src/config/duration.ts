const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
const pattern = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h)?$/

/** The longest wait that is accepted anywhere: timers count no further than 24 days. */
export const longestMs = 24 * milliseconds.h

/**
 * `250ms`, `30s`, `5m`, `1h`, or a plain number of seconds; in milliseconds.
 * Undefined when the text is none of these, is not a whole number of milliseconds or is over a day.
 */
export const parseDuration = (text: string): number | undefined => {
  const [, amount, unit = 's'] = pattern.exec(text) ?? []
  if (amount === undefined) return undefined
  const factor = unit === 'ms' || unit === 's' || unit === 'm' ? milliseconds[unit] : milliseconds.h
  const exact = Number(amount) * factor
  const rounded = Math.round(exact)
  return Math.abs(exact - rounded) > 1e-6 || rounded > longestMs ? undefined : rounded
}

/** The shortest way to write a duration: `250ms`, `30s`, `1.5s`. */
export const formatDuration = (ms: number): string => (ms < 1000 ? `${ms}ms` : `${ms / 1000}s`)
