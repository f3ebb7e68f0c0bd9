import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, resolve } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'
import type { SshSettings } from '../../config/config.ts'
import { clientSettings, parseHop, type ClientSettings } from '../../ssh/client-config.ts'
import type { Endpoint } from '../../ssh/target.ts'

/** `~/` is the home of whoever runs this; everything else starts in the checkout. */
export const pathFrom = (path: string, folder: string): string =>
  path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(folder, path)

/** The text of a file; undefined where there is none. */
export const readThere = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined

/** The files that net-ssh reads as well; the machine's own after the user's. */
const own = ['~/.ssh/config', '/etc/ssh/ssh_config']

/** Names in a folder that a pattern of one level means, such as `conf.d/*.conf`. */
const globbed = (path: string): readonly string[] => {
  if (!/[*?]/.test(basename(path))) return [path]
  const literal = basename(path).replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`^${literal.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`)
  try {
    const names = readdirSync(dirname(path)).filter((name) => pattern.test(name))
    return names.toSorted().map((name) => resolve(dirname(path), name))
  } catch {
    return []
  }
}

export interface ClientConfig {
  readonly of: (host: string) => ClientSettings
  /** Files that deploy.yml names and that are not there. */
  readonly missing: readonly string[]
}

/** The ssh_config files that count, looked up host by host. */
export const openClientConfig = (
  files: SshSettings['configFiles'],
  workspace: string,
): ClientConfig => {
  const paths = (files === 'own' ? own : files).map((path) => {
    const full = pathFrom(path, workspace)
    return { path, full, text: readThere(full) }
  })
  const texts = paths.flatMap(({ full, text }) =>
    text === undefined ? [] : [{ text, include: includedFrom(full) }],
  )
  const named = files === 'own' ? [] : paths
  return {
    of: (host) => clientSettings(texts, host, homedir()),
    missing: named.filter(({ text }) => text === undefined).map(({ path }) => path),
  }
}

/** OpenSSH looks for them beside its own files, wherever the one stands that includes them. */
const includedFrom =
  (file: string) =>
  (path: string): readonly string[] => {
    const folder = file.startsWith('/etc/ssh/') ? '/etc/ssh' : resolve(homedir(), '.ssh')
    return globbed(pathFrom(path, folder)).flatMap((one) => readThere(one) ?? [])
  }

const refuse = (host: string, message: string): never => {
  throw new SeaworthyError('config-invalid', `ssh/config: for ${host}, ${message}`, {
    hint: 'Name one jump host under ssh/proxy, or give ssh/config another file or false.',
  })
}

/** The host in between that the files name, with what they say of that host itself. */
export const jumpOf = (
  config: ClientConfig,
  host: string,
  user: string,
): (Endpoint & { readonly identityFiles: readonly string[] }) | undefined => {
  const { proxyJump, proxyCommand } = config.of(host)
  if (proxyCommand !== undefined) return refuse(host, 'a ProxyCommand is not supported')
  if (proxyJump === undefined) return undefined
  const hop = parseHop(proxyJump)
  if (hop === undefined) return refuse(host, `ProxyJump ${proxyJump} is not one host`)
  const settings = config.of(hop.host)
  if (settings.proxyJump !== undefined || settings.proxyCommand !== undefined)
    return refuse(host, `its jump host ${hop.host} has a proxy of its own`)
  return {
    host: settings.hostName ?? hop.host,
    port: hop.port ?? settings.port ?? 22,
    user: hop.user ?? settings.user ?? user,
    identityFiles: settings.identityFiles,
  }
}
