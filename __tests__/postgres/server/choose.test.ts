import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { chooseServer } from '../../../src/postgres/server/choose.ts'
import { findServers, type Found } from '../../../src/postgres/server/find.ts'
import { pinnedServer } from '../../../src/postgres/server/pinned.ts'
import type { RunProgram } from '../../../src/base/program.ts'
import { freshFolder, never } from './kit.ts'

const none: Found = { local: [], docker: false, npm: [] }
const local = { kind: 'local', major: 16, home: '/usr/lib/postgresql/16' } as const
const npm = { kind: 'npm', major: 16, home: '/cache/16.14.0-beta.17-x64' } as const
const all: Found = { local: [local], docker: true, npm: [npm] }

const refusalOf = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

describe('the server that is chosen', () => {
  const image = { kind: 'docker', major: 16, image: 'postgres:16' }
  const fetched = { kind: 'fetch', major: 16, pinned: pinnedServer(16, 'x64') }
  test.each([
    ['auto', all, { kind: 'ready', binaries: local }],
    ['auto', { ...all, local: [] }, { kind: 'ready', binaries: npm }],
    ['auto', { ...all, local: [], npm: [] }, fetched],
    ['local', all, { kind: 'ready', binaries: local }],
    ['docker', all, { kind: 'ready', binaries: image }],
    ['npm', { ...none, npm: [npm] }, { kind: 'ready', binaries: npm }],
    ['npm', none, fetched],
  ] as const)('%s, with %j', (wanted, found, choice) => {
    expect(chooseServer(wanted, 16, found, 'x64')).toEqual(choice)
  })

  test('auto takes Docker where npm has none', () => {
    const choice = chooseServer('auto', 13, { ...none, docker: true }, 'arm64')
    expect(choice).toMatchObject({ kind: 'ready', binaries: { image: 'postgres:13' } })
  })

  test('another major is no server: what was found is said', () => {
    expect(refusalOf(() => chooseServer('local', 17, all, 'x64'))).toMatchObject({
      code: 'server-missing',
      message: 'there is no PostgreSQL 17 server to restore the backup into (server: local)',
      hint: 'install the package postgresql-17, or set server: auto',
      evidence: ['local packages: 16', 'Docker: running', 'unpacked from npm: 16'],
    })
  })

  test.each(['docker', 'npm', 'auto'] as const)('%s with nothing there is refused', (wanted) => {
    expect(refusalOf(() => chooseServer(wanted, 12, none, 'x64'))).toMatchObject({
      code: 'server-missing',
      evidence: ['local packages: none', 'Docker: no engine answers', 'unpacked from npm: none'],
    })
  })
})

describe('the servers that are found', () => {
  const server = async (home: string, programs: readonly string[]) => {
    await mkdir(join(home, 'bin'), { recursive: true })
    for (const program of programs) {
      await writeFile(join(home, 'bin', program), '')
      await chmod(join(home, 'bin', program), 0o755)
    }
  }
  const docker =
    (code: number): RunProgram =>
    () =>
      Promise.resolve({ code, why: undefined, stdout: '', tail: '' })

  test('are folders with all their programs; clients alone are none', async () => {
    const packages = await freshFolder()
    const cacheFolder = await freshFolder()
    const whole = ['initdb', 'postgres', 'pg_ctl']
    await server(join(packages, '9'), whole)
    await server(join(packages, '15'), whole)
    await server(join(packages, '16'), ['pg_dump', 'psql'])
    await server(join(cacheFolder, '18.4.0-beta.17-x64'), whole)
    await server(join(cacheFolder, 'fetch-18.x'), whole)
    expect(await findServers({ packages, cacheFolder }, docker(1), {}, never)).toEqual({
      local: [
        { kind: 'local', major: 9, home: join(packages, '9') },
        { kind: 'local', major: 15, home: join(packages, '15') },
      ],
      npm: [{ kind: 'npm', major: 18, home: join(cacheFolder, '18.4.0-beta.17-x64') }],
      docker: false,
    })
    for (const folder of [packages, cacheFolder]) await rm(folder, { recursive: true })
  })

  test('none at all, where there is no such folder; Docker when its engine answers', async () => {
    const places = { packages: '/nowhere/at/all', cacheFolder: '/nowhere/else' }
    expect(await findServers(places, docker(0), {}, never)).toEqual({ ...none, docker: true })
  })
})
