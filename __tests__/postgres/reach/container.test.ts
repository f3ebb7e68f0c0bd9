import { describe, expect, test } from '@jest/globals'
import { addressInside } from '../../../src/postgres/reach/container.ts'
import { endOf } from '../../../src/postgres/reach/container-end.ts'
import { parseInspected } from '../../../src/postgres/reach/container-look.ts'
import { programScript } from '../../../src/postgres/reach/container-script.ts'
import { parseDatabaseUrl } from '../../../src/postgres/reach/parse-url.ts'

const env = new Map([
  ['POSTGRES_USER', 'shop'],
  ['POSTGRES_PASSWORD', "it's"],
  ['POSTGRES_DB', 'shop_live'],
])
const container = { address: '172.18.0.2', env }

const given = (url: string) => {
  const parsed = parseDatabaseUrl(url)
  if (!parsed.ok) throw new Error(parsed.mistakes.join('\n'))
  return parsed.address
}

describe('the address inside a container', () => {
  test('is as the image was told where there is no URL', () => {
    expect(addressInside(undefined, container)).toMatchObject({
      host: '172.18.0.2',
      port: 5432,
      user: 'shop',
      password: "it's",
      database: 'shop_live',
    })
    expect(addressInside(undefined, { address: '::1', env: new Map() })).toMatchObject({
      user: 'postgres',
      password: undefined,
      database: 'postgres',
    })
  })
  test('takes the password of the image for its own user only', () => {
    expect(addressInside(given('postgres://backup@/x'), container)).toMatchObject({
      user: 'backup',
      password: undefined,
      database: 'x',
    })
  })
})

describe('the script that runs a program in a container', () => {
  const address = addressInside(undefined, container)
  const call = {
    container: 'shop-db',
    program: 'pg_dump',
    args: ['-t', 'a b'],
    mark: 'm1',
  } as const
  test('has the password before docker, never among its arguments', () => {
    const script = programScript(call, address)
    const [assigned = '', docker = ''] = script.split('; exec ')
    expect(assigned).toContain(String.raw`PGPASSWORD='it'\''s'`)
    expect(docker).not.toContain("it'")
    expect(docker).toMatch(
      /^docker exec (-e \w+ )+shop-db pg_dump --no-password -t 'a b' <\/dev\/null\n$/,
    )
    expect(docker).toContain('-e PGPASSWORD ')
  })
  test('tells pg_dumpall the database', () => {
    const script = programScript({ ...call, program: 'pg_dumpall', args: ['-g'] }, address)
    expect(script).toContain('pg_dumpall --no-password --database=shop_live -g')
  })
})

describe('what has become of a container', () => {
  const before = { startedAt: '2026-01-01T00:00:00Z' }
  const now = {
    ...before,
    ...{ running: true, status: 'running', exitCode: 0, outOfMemory: false },
    ...{ address: undefined, env },
  }
  const ended = { ...now, running: false, status: 'exited', exitCode: 137 }
  test.each([
    [now, undefined],
    [{ ...now, startedAt: '2026-01-01T00:00:09Z' }, 'was started anew'],
    [ended, 'ended (exited, exit code 137)'],
    [{ ...ended, outOfMemory: true }, 'ended (exited, exit code 137, out of memory)'],
    [undefined, 'is gone'],
  ])('%j: %s', (found, end) => expect(endOf(before, found)).toBe(end))
})

describe('what docker inspect says', () => {
  const inspected = (networks: object, state = { Running: true, Status: 'running' }): string =>
    JSON.stringify([
      { State: state, NetworkSettings: { Networks: networks }, Config: { Env: ['A=b=c'] } },
    ])
  test.each([
    [{ kamal: { IPAddress: '172.18.0.2' } }, '172.18.0.2'],
    [{ none: { IPAddress: '' }, kamal: { IPAddress: '172.18.0.3' } }, '172.18.0.3'],
    [{ host: { IPAddress: '' } }, '127.0.0.1'],
    [{ none: { IPAddress: '' } }, undefined],
  ])('has an address in %j', (networks, address) => {
    const found = parseInspected(inspected(networks))
    expect(found).toMatchObject({ running: true, address })
    expect(found?.env.get('A')).toBe('b=c')
  })
  test.each(['', '[]', 'no such container', '{}'])('is nothing: %j', (text) => {
    expect(parseInspected(text)).toBeUndefined()
  })
})
