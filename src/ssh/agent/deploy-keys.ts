import type { PrivateKey } from '../keys.ts'

/** A key for one repository, as its comment says: git reaches that one under a name of its own. */
export interface DeployKey {
  /** `key-` and the beginning of the key's SHA-256, then the host. */
  readonly alias: string
  readonly host: string
  readonly port: number
  readonly user: string
  /** `owner/name`. */
  readonly repository: string
  readonly key: PrivateKey
}

const part = '[A-Za-z0-9_.-]+'
const path = `(?<repository>${part}/${part})`
const usual = new RegExp(`(?<![\\w.-])(?<host>[A-Za-z0-9.-]+)[:/]${path}`, 'g')
const full = new RegExp(
  `\\bssh://(?:(?<user>${part})@)?(?<host>[A-Za-z0-9.-]+)(?::(?<port>\\d{1,5}))?/${path}`,
)

const aliasOf = ({ fingerprint }: PrivateKey, host: string): string => {
  const hash = Buffer.from(fingerprint.slice('SHA256:'.length), 'base64').toString('hex')
  return `key-${hash.slice(0, 16)}.${host}`
}

/**
 * The repository that a key's comment names: `git@github.com:owner/name.git` or any other address on
 * `server` (the host of this GitHub), or `ssh://user@host:port/owner/name` on any host.
 */
export const deployKeyOf = (key: PrivateKey, server: string): DeployKey | undefined => {
  const groups =
    full.exec(key.comment)?.groups ??
    [...key.comment.matchAll(usual)]
      .map((found) => found.groups)
      .find((found) => found?.['host']?.toLowerCase() === server.toLowerCase())
  if (groups === undefined) return undefined
  const { host = '', port = '22', user = 'git', repository = '' } = groups
  const name = host.toLowerCase()
  const bare = repository.replace(/\.git$/, '')
  return { alias: aliasOf(key, name), host: name, port: Number(port), user, repository: bare, key }
}

/** The addresses under which people know the repository. */
const addresses = ({ host, port, user, repository }: DeployKey): readonly string[] =>
  port === 22
    ? [
        `https://${host}/${repository}`,
        `${user}@${host}:${repository}`,
        `ssh://${user}@${host}/${repository}`,
      ]
    : [`ssh://${user}@${host}:${port}/${repository}`]

/** One setting of git. */
export interface Setting {
  readonly key: string
  readonly value: string
}

/** With these git goes to the key's own name instead (`url.BASE.insteadOf` of git-config(1)). */
export const redirections = (keys: readonly DeployKey[]): readonly Setting[] =>
  keys.flatMap((key) =>
    addresses(key).map((value) => ({
      key: `url.ssh://${key.user}@${key.alias}/${key.repository}.insteadOf`,
      value,
    })),
  )
