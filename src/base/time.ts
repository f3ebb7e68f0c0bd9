/** UTC to the second, `2026-06-18T08:00:00Z`, as Kamal writes times. */
export const isoSeconds = (ms: number): string =>
  new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')

/** A duration for people: `340 ms`, `4.2 s`, `2 min 5 s`. */
export const duration = (ms: number): string => {
  if (ms < 1000) return `${String(Math.round(ms))} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`
}
