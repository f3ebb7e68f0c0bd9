import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { clientsFor } from '../../../../lab/kit/postgres.ts'
import { parseSystem } from '../../../../src/postgres/client/install/system.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import {
  aptConfiguration,
  makeKey,
  makeRepository,
  type Package,
  type SigningKey,
} from './apt-repository.ts'
import { expectRefused } from './refusal.ts'
import { startNightly, type Nightly } from './steps.ts'
import { keepServer } from './tool-cache.ts'

const major = 18
const library = 'libseaworthy-probe.so.1'
const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'

/** As a program that can't start without a library of its dependency. */
const program = (name: string): string => `#!/bin/sh
[ -e "$LD_LIBRARY_PATH/${library}" ] || { echo 'no library' >&2; exit 127; }
exec "$(dirname "$0")/../real/bin/${name}" "$@"
`

const packages = (): readonly Package[] => {
  const home = `usr/lib/postgresql/${major}`
  const programs = ['pg_dump', 'pg_dumpall', 'pg_restore'].map((name) => [
    `${home}/bin/${name}`,
    { text: program(name) },
  ])
  return [
    {
      name: `postgresql-client-${major}`,
      depends: 'libseaworthy-probe1, postgresql-client-common-probe',
      files: {
        ...(Object.fromEntries(programs) as Package['files']),
        [`${home}/real`]: { copyOf: dirname(clientsFor(major)) },
      },
    },
    { name: 'libseaworthy-probe1', files: { [`usr/lib/${triplet}/${library}`]: { text: 'here' } } },
    // What Debian's wrapper needs is not even fetched.
    { name: 'postgresql-client-common-probe', files: {}, absent: true },
  ]
}

describe(`a runner without a client for PostgreSQL ${major}`, () => {
  const server = serverForTests({ major })
  let nightly: Nightly
  let folder: string
  let ours: SigningKey
  let theirs: SigningKey

  beforeAll(async () => {
    nightly = await startNightly()
    folder = mkdtempSync(join(tmpdir(), 'seaworthy-apt-'))
    ;[ours, theirs] = [makeKey(), makeKey()]
    makeRepository(join(folder, 'good'), 'lab', packages(), ours)
    makeRepository(join(folder, 'older'), 'lab', [{ name: 'postgresql-client-9', files: {} }], ours)
    await server().query('CREATE DATABASE shop')
    await server().query('CREATE TABLE public.orders (id int PRIMARY KEY)', 'shop')
    await server().query('INSERT INTO public.orders SELECT generate_series(1, 50)', 'shop')
  }, 120_000)
  beforeEach(() => {
    nightly.world.artifacts.length = 0
    nightly.world.faults.length = 0
    rmSync(join(folder, 'tools'), { recursive: true, force: true })
  })
  afterAll(async () => {
    await nightly.close()
    ours.close()
    theirs.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const hook = (): string => join(folder, 'hooked')
  /** The machine has one source: this repository, which must be signed by this key. */
  const machine = (repository: string, key: SigningKey) => ({
    APT_CONFIG: aptConfiguration(
      folder,
      [`deb [signed-by=${key.file}] file://${join(folder, repository)} lab main`],
      hook(),
    ),
    RUNNER_TOOL_CACHE: join(folder, 'tools'),
  })
  const inputs = (wishes: Record<string, string> = {}) => ({
    'database-url': server().urlOf('shop'),
    'client-source': `file://${folder}/nowhere`,
    ...wishes,
  })
  const backup = (env: Record<string, string>, wishes: Record<string, string> = {}) =>
    nightly.backup(inputs(wishes), env)
  const refused = async (env: Record<string, string>, wishes: Record<string, string> = {}) => {
    const result = await backup(env, wishes)
    return expectRefused(result, nightly, 'client-missing', [server().password])
  }
  const errors = { exitCode: 0, leftovers: [], orphans: [] }

  test('fetches one, from signed packages, and nothing of the machine is touched', async () => {
    const result = await backup(machine('good', ours))
    expect(result.annotations.filter(({ kind }) => kind !== 'notice')).toEqual([])
    expect(result).toMatchObject(errors)
    expect(result.log).toContain(`installing PostgreSQL's client ${major}`)
    expect(result.log).toMatch(new RegExp(`; pg_dump ${major}\\..*seaworthy-clients`))
    expect(existsSync(hook())).toBe(false)
    expect(existsSync(`/usr/lib/postgresql/${major}`)).toBe(false)
    expect(nightly.world.caches.map(({ content }) => content !== undefined)).toEqual([true])
  }, 120_000)

  test('takes it from the cache next time, and proves with it', async () => {
    const env = machine('nothing', ours)
    const result = await backup(env)
    expect(result.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(result).toMatchObject(errors)
    expect(result.log).toContain('comes from the cache')
    expect(result.log).not.toContain('installing')
    nightly.proveLater()
    rmSync(join(folder, 'tools'), { recursive: true })
    mkdirSync(join(folder, 'tools'), { recursive: true })
    await keepServer(join(folder, 'tools'), major)
    const wishes = { server: 'npm', 'client-source': `file://${folder}/nowhere` }
    const proof = await nightly.verify(wishes, env)
    expect(proof.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(proof).toMatchObject(errors)
    expect(proof.log).toContain('comes from the cache')
    expect(proof.outputs).toMatchObject({ verdict: 'proven' })
  }, 120_000)

  test('fetches one for this step alone where the tool cache can not be written to', async () => {
    writeFileSync(join(folder, 'file'), '')
    const env = { ...machine('good', ours), RUNNER_TOOL_CACHE: join(folder, 'file/tools') }
    const result = await backup(env)
    expect(result.annotations.filter(({ kind }) => kind !== 'notice')).toEqual([])
    expect(result).toMatchObject(errors)
    expect(result.log).toContain(`installing PostgreSQL's client ${major}`)
  }, 120_000)

  test('is told of a cache that fails by a warning only', async () => {
    nightly.world.caches.length = 0
    const does = { status: 503, message: 'busy' } as const
    nightly.world.faults.push({ on: /CacheService/, times: 1000, does })
    const result = await backup(machine('good', ours))
    expect(result).toMatchObject(errors)
    const told = result.annotations.filter(({ kind }) => kind !== 'notice')
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['warning']))
    expect(nightly.world.artifacts).toHaveLength(1)
  }, 120_000)

  test('refuses packages that are signed by somebody else', async () => {
    nightly.world.caches.length = 0
    const said = await refused(machine('good', theirs))
    expect(said).toMatch(/NO_PUBKEY|not signed|Missing key/)
    expect(said).toContain('tried the sources of this machine:')
  }, 120_000)

  test("refuses a mirror of PostgreSQL's packages that its key has not signed", async () => {
    const source = join(folder, 'mirror')
    const { codename = '' } = parseSystem(readFileSync('/etc/os-release', 'utf8'))
    makeRepository(source, `${codename}-pgdg`, packages(), ours)
    const said = await refused(machine('older', ours), { 'client-source': `file://${source}` })
    expect(said).toMatch(/NO_PUBKEY|not signed|Missing key/)
    expect(said).toContain(`tried file://${source}`)
  }, 120_000)

  test('tells what was tried where no source has the major', async () => {
    const said = await refused(machine('older', ours))
    expect(said).toContain(`Unable to locate package postgresql-client-${major}`)
    expect(said).toContain(`tried file://${folder}/nowhere`)
    expect(said).toContain(`sudo apt-get install -y postgresql-client-${major}`)
  }, 120_000)

  test('fetches nothing where it must not', async () => {
    const said = await refused(machine('good', ours), { 'install-client': 'false' })
    expect(said).toContain(`The server is PostgreSQL ${major}, but pg_dump here is`)
    expect(said).not.toContain('tried')
  }, 120_000)

  test('takes no address that apt would read as something else', async () => {
    const result = await backup({}, { 'client-source': 'https://u:p@host/apt [trusted=yes]' })
    expect(expectRefused(result, nightly, 'input-invalid')).toContain('Input client-source must be')
  }, 120_000)
})
