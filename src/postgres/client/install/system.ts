/** Which distribution this is, for names of folders and of PostgreSQL's package lists. */
export interface System {
  /** `debian-12`, `ubuntu-24.04`. */
  readonly name: string
  /** `bookworm`, `noble`; of a distribution made from Ubuntu, that one's. Undefined: has none. */
  readonly codename: string | undefined
}

const word = (text: string, field: string): string | undefined =>
  new RegExp(`^${field}=["']?([A-Za-z0-9._-]+)["']?$`, 'm').exec(text)?.[1]

/** From the text of /etc/os-release (os-release(5)). */
export const parseSystem = (text: string): System => ({
  name: [word(text, 'ID') ?? 'linux', word(text, 'VERSION_ID') ?? 'rolling'].join('-'),
  codename: word(text, 'UBUNTU_CODENAME') ?? word(text, 'VERSION_CODENAME'),
})
