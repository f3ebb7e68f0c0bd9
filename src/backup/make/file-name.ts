const safe = (name: string): string =>
  name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+/, '') || 'database'

/**
 * Name of the file and of its artifact. Names sort by time, and have none of the characters that
 * artifacts refuse: `shop-20261120T020000Z.tar.zst.age`.
 * @param takenAt ISO 8601, UTC
 */
export const fileNameOf = (name: string, takenAt: string, encrypted: boolean): string => {
  const moment = takenAt.replace(/\.\d+/, '').replace(/[-:]/g, '')
  return `${safe(name).slice(0, 80)}-${moment}.tar.zst${encrypted ? '.age' : ''}`
}
