import { access, constants, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { debianPackages } from '../server/find.ts'
import type { RunProgram } from '../../base/program.ts'
import { chooseClient } from './choose.ts'
import { findClients, type Installed } from './find.ts'
import { installClient, type Installing } from './install/install.ts'
import { parseSystem, type System } from './install/system.ts'

/** Keeps folders from one run to the next. Neither ever rejects: what it can't do, it tells by itself. */
export interface Keeper {
  /** Whether the folder is there now, as it was when it was kept. */
  restore(folder: string, key: string): Promise<boolean>
  save(folder: string, key: string): Promise<void>
}

export interface InstallOrder {
  /** Where clients are kept on this machine. */
  readonly tools: string
  /** Of this step alone: for apt's own files. */
  readonly folder: string
  /** Where PostgreSQL's own packages are. */
  readonly source: string
  readonly keeper: Keeper
  /** `2026-11`: a client is fetched anew in another month, with what was mended meanwhile. */
  readonly month: string
  /** `process.arch` */
  readonly arch: string
  readonly run: RunProgram
  readonly tell: (line: string) => void
}

export interface Provision {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Undefined: what is not here is missing. */
  readonly install: InstallOrder | undefined
}

/** Of the layout below. */
const layout = 1

const readSystem = async (): Promise<System> =>
  parseSystem(await readFile('/etc/os-release', 'utf8').catch(() => ''))

const folderFor = (system: System, { tools, arch, month }: InstallOrder): string =>
  join(tools, `${layout}-${system.name}-${arch}-${month}`)

const noKeeper: Keeper = {
  restore: () => Promise.resolve(false),
  save: () => Promise.resolve(),
}

/** Where the tool cache is not ours to write to, the client is for this step alone. */
const withPlace = async (order: InstallOrder): Promise<InstallOrder> => {
  try {
    await mkdir(order.tools, { recursive: true })
    await access(order.tools, constants.W_OK)
    return order
  } catch {
    return { ...order, tools: join(order.folder, 'clients'), keeper: noKeeper }
  }
}

/** Those of earlier months but one, which another job may be using. */
const sweep = async (system: System, { tools, arch }: InstallOrder): Promise<void> => {
  const beginning = `${layout}-${system.name}-${arch}-`
  const names = (await readdir(tools)).filter((name) => name.startsWith(beginning))
  for (const old of names.toSorted().slice(0, -2))
    await rm(join(tools, old), { recursive: true, force: true })
}

/** Kept under a name of its own: a restore that comes too late then harms nobody. */
const fromKeeper = async (home: string, staged: string, key: string, keeper: Keeper) => {
  await rm(staged, { recursive: true, force: true })
  if (!(await keeper.restore(staged, key))) return
  await mkdir(dirname(home), { recursive: true })
  await rm(home, { recursive: true, force: true })
  await rename(staged, home).catch(() => undefined)
}

const toKeeper = async (home: string, staged: string, key: string, keeper: Keeper) => {
  await cp(home, staged, { recursive: true, verbatimSymlinks: true })
  await keeper.save(staged, key)
  await rm(staged, { recursive: true, force: true })
}

const install = async (
  major: number,
  system: System,
  order: InstallOrder,
  env: Provision['env'],
  signal: AbortSignal,
): Promise<Installing> => {
  const { tools, keeper, run, source, tell, arch, month } = order
  const home = join(folderFor(system, order), String(major))
  const here = async (): Promise<boolean> =>
    (await findClients({ folders: [dirname(home)], path: '' })).some((one) => one.major === major)
  const key = `seaworthy-client-${layout}-${system.name}-${arch}-${major}-${month}`
  const staged = join(tools, key)
  await fromKeeper(home, staged, key, keeper)
  signal.throwIfAborted()
  if (await here()) {
    tell(`PostgreSQL's client ${major} comes from the cache`)
    return { kind: 'installed' }
  }
  tell(`installing PostgreSQL's client ${major}`)
  const folder = join(order.folder, 'apt')
  const done = await installClient(major, { ...{ folder, run, env, signal, system, source, home } })
  if (done.kind === 'failed') return done
  await toKeeper(home, staged, key, keeper)
  await sweep(system, order)
  return done
}

/**
 * A client for a server: one of this machine, or one that is installed beside them, by which nothing
 * on the machine changes.
 * @throws SeaworthyError `client-missing` with all that was tried.
 */
export const provideClient = async (
  major: number,
  { env, install: order }: Provision,
  signal: AbortSignal,
): Promise<Installed> => {
  const path = env['PATH'] ?? ''
  const system = await readSystem()
  const find = (from: InstallOrder | undefined): Promise<readonly Installed[]> => {
    const own = from === undefined ? [] : [folderFor(system, from)]
    return findClients({ folders: [debianPackages, ...own], path })
  }
  const found = await find(order)
  signal.throwIfAborted()
  if (order === undefined || found.some((one) => one.major >= major))
    return chooseClient(found, major)
  const placed = await withPlace(order)
  const done = await install(major, system, placed, env, signal)
  signal.throwIfAborted()
  return chooseClient(await find(placed), major, done.kind === 'failed' ? done.tried : [])
}
