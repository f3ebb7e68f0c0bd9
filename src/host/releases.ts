/** One line of `.kamal/apps/SD/seaworthy/releases.jsonl`: what was served, since when and by whom. */
export interface Release {
  readonly version: string
  readonly digest: string
  readonly roles: readonly string[]
  readonly at: string
  readonly run: string
  readonly actor: string
  readonly outcome: 'deployed' | 'undone' | 'halted'
}

const kept = 20

/** Lines that are no release (torn, or of a later format) are passed over. */
export const parseReleases = (text: string | undefined): readonly Release[] =>
  (text ?? '').split('\n').flatMap((line) => {
    try {
      const release = JSON.parse(line) as Partial<Release>
      return typeof release.version === 'string' && typeof release.digest === 'string'
        ? [release as Release]
        : []
    } catch {
      return []
    }
  })

/** The record with one more release, written once however often it is finished; twenty stay. */
export const addRelease = (releases: readonly Release[], release: Release): string =>
  [...releases.filter((one) => one.run !== release.run || one.version !== release.version), release]
    .slice(-kept)
    .map((one) => `${JSON.stringify(one)}\n`)
    .join('')
