import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { evidenceOf, type Outcome } from '../../../base/program.ts'
import { findClients } from '../find.ts'
import { openApt, type Apt, type AptOrder } from './apt.ts'
import { complaintsOf, packagesOf } from './packages.ts'
import type { System } from './system.ts'
import { unpack } from './unpack.ts'

export interface Installation extends AptOrder {
  readonly system: System
  /** Where PostgreSQL's own packages are: `https://apt.postgresql.org/pub/repos/apt`, or a mirror. */
  readonly source: string
  /** The client's place: `.../17`, which then has `bin`. */
  readonly home: string
}

export type Installing =
  | { readonly kind: 'installed' }
  /** What was tried, and what was said, line by line. */
  | { readonly kind: 'failed'; readonly tried: readonly string[] }

type Planned =
  | { readonly kind: 'packages'; readonly packages: readonly string[] }
  | { readonly kind: 'none'; readonly tried: readonly string[] }

const complaints = (updated: Outcome, simulated: Outcome): readonly string[] => [
  ...complaintsOf(updated.tail),
  ...(updated.code === null ? [`apt-get update ended: ${updated.why ?? 'no exit code'}`] : []),
  ...complaintsOf(simulated.tail),
]

/** One list that can't be had or is not signed is no reason to stop: apt then takes nothing from it. */
const planFrom = async (apt: Apt, major: number, updated: Outcome): Promise<Planned> => {
  const simulated = await apt.simulate(`postgresql-client-${major}`)
  const packages = simulated.code === 0 ? packagesOf(major, simulated.stdout) : []
  return packages.some((name) => name.startsWith('postgresql-client-'))
    ? { kind: 'packages', packages }
    : { kind: 'none', tried: complaints(updated, simulated) }
}

/** From the distribution's own packages, and from PostgreSQL's where those lack the major. */
const plan = async (apt: Apt, major: number, order: Installation): Promise<Planned> => {
  const { system, source, signal } = order
  const distribution = await planFrom(apt, major, await apt.update())
  signal.throwIfAborted()
  if (distribution.kind === 'packages') return distribution
  const tried = [`tried the sources of this machine:`, ...distribution.tried]
  if (system.codename === undefined)
    return { kind: 'none', tried: [...tried, `PostgreSQL has no packages for ${system.name}`] }
  const added = await apt.addPostgres(source, system.codename)
  signal.throwIfAborted()
  const own = await planFrom(apt, major, added)
  if (own.kind === 'packages') return own
  return {
    kind: 'none',
    tried: [...tried, `tried ${source} ${system.codename}-pgdg:`, ...own.tried],
  }
}

const put = async (work: string, major: number, order: Installation): Promise<Installing> => {
  const { run, env, signal, home } = order
  const apt = await openApt(order)
  const planned = await plan(apt, major, order)
  if (planned.kind === 'none') return { kind: 'failed', tried: planned.tried }
  const packages = join(work, 'packages')
  await mkdir(packages)
  const { tail, code, why } = await apt.download(planned.packages, packages)
  signal.throwIfAborted()
  if (code !== 0)
    return { kind: 'failed', tried: ['apt-get download:', why ?? '', ...complaintsOf(tail)] }
  const fresh = join(work, String(major))
  const trouble = await unpack({ packages, into: fresh, major, run, env, signal })
  signal.throwIfAborted()
  if (trouble.length > 0) return { kind: 'failed', tried: trouble }
  const [found] = await findClients({ folders: [work], path: '' })
  if (found?.major !== major) {
    const asked = await run(join(fresh, 'bin/pg_dump'), ['--version'], { env, signal })
    return {
      kind: 'failed',
      tried: [`fetched ${planned.packages.join(' ')}`, ...evidenceOf('pg_dump --version', asked)],
    }
  }
  await rm(home, { recursive: true, force: true })
  await rename(fresh, home)
  return { kind: 'installed' }
}

/**
 * A client without root and without changing the machine: apt, with state of its own, fetches the packages
 * and checks their signatures; they are unpacked into `home`, whole or not at all.
 */
export const installClient = async (major: number, order: Installation): Promise<Installing> => {
  const { run, env, signal, home } = order
  const { code } = await run('apt-get', ['--version'], { env, signal, limit: 10_000 })
  signal.throwIfAborted()
  if (code !== 0) return { kind: 'failed', tried: ['there is no apt-get here to install one with'] }
  await mkdir(dirname(home), { recursive: true })
  const work = await mkdtemp(join(dirname(home), 'install-'))
  try {
    return await put(work, major, order)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
