import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { runShort, shortPhases, type ShortPhase } from '../../lab/kit/short-phases.ts'
import { readActions, root } from '../../scripts/actions.ts'

/** Packages that nothing needs before there is something to do. */
const heavy = ['@actions/artifact', '@actions/cache', 'age-encryption', 'pg', 'ssh2'] as const
type Heavy = (typeof heavy)[number]

/** A text of each that its bundled code has, and none of ours: ncc keeps no names of CommonJS files. */
const marks: Readonly<Record<Heavy, string>> = {
  '@actions/artifact': 'github.actions.results.api.v1.ArtifactService',
  '@actions/cache': 'github.actions.results.api.v1.CacheService',
  'age-encryption': 'age-encryption.org/v1',
  pg: 'SASL: SCRAM-SERVER-FIRST-MESSAGE',
  ssh2: 'Timed out while waiting for handshake',
}

const heavyIn = (file: string): readonly Heavy[] => {
  const text = readFileSync(file, 'utf8')
  return heavy.filter((name) => text.includes(marks[name]))
}

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-start-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Started {
  readonly code: number
  readonly stdout: string
  /** Files of the bundle, in the order of their loading. */
  readonly opened: readonly string[]
}

const start = async ({ program, env }: ShortPhase): Promise<Started> => {
  const list = join(folder, 'opened')
  writeFileSync(list, '')
  const phase = { program, env: { ...env, OPENED_FILES: list } }
  const hook = join(root, 'lab/kit/opened-files.ts')
  const { code, stdout } = await runShort(phase, ['--import', hook])
  const opened = readFileSync(list, 'utf8').split('\n').filter(Boolean)
  return { code, stdout, opened: opened.filter((file) => dirname(file) === dirname(program)) }
}

const actions = readActions().filter(({ runs }) => runs.length > 0)

const phases = actions.map(({ name, file }) => ({
  name,
  ...shortPhases(dirname(file), join(folder, name)),
}))
const posts = phases.flatMap(({ name, idlePost }) =>
  idlePost === undefined ? [] : [{ name, idlePost }],
)

describe('loads no more than it starts with', () => {
  test.each(posts)('the post phase of $name that has nothing to do', async ({ idlePost }) => {
    const { code, opened } = await start(idlePost)
    expect(code).toBe(0)
    expect(opened.map((file) => basename(file))).toEqual(['index.js'])
    expect(opened.flatMap(heavyIn)).toEqual([])
  })
})

/** What checks an input by itself, so that a wrong one is told with all else that is wrong. */
const checkers: Readonly<Record<string, readonly string[]>> = {
  // Recipients.
  backup: ['age-encryption'],
  // The key, of which the one step tells beside the mistakes of deploy.yml.
  seaworthy: ['ssh2'],
}

describe('refuses missing inputs before it loads a client', () => {
  test.each(phases)('$name', async ({ name, refusal }) => {
    const { code, stdout, opened } = await start(refusal)
    expect(code).toBe(1)
    expect(stdout).toMatch(/^::error title=input-invalid::/m)
    expect(stdout).toMatch(/\bInput \S+ is missing/)
    expect(opened.flatMap(heavyIn)).toEqual(checkers[name] ?? [])
  })
})

test.each(heavy)('%s would be seen: some bundle has it for later', (name) => {
  const folders = actions.map(({ runs }) => join(root, dirname(runs[0] ?? '')))
  const files = folders.flatMap((bundle) =>
    readdirSync(bundle)
      .filter((file) => file.endsWith('.js'))
      .map((file) => join(bundle, file)),
  )
  expect(files.filter((file) => heavyIn(file).includes(name))).not.toEqual([])
})
