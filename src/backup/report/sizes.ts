const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `168.5 MB`: powers of 1000, as disks and GitHub count. */
export const sizeText = (bytes: number): string => {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / 1000 ** power
  return `${power === 0 ? String(bytes) : amount.toFixed(1)} ${units[power] ?? ''}`
}
