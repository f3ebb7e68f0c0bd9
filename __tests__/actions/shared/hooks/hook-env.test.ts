import { describe, expect, test } from '@jest/globals'
import { hookNames } from '../../../../src/config/hooks.ts'
import {
  hookEnv,
  type HookCall,
  type HookSubject,
} from '../../../../src/actions/shared/hooks/hook-env.ts'

const commit = '6018c2b4a2cbe6ce6bc4d1ebc5e2a1ce5c1e1a4d'

const subject: HookSubject = {
  service: 'shop',
  destination: undefined,
  settings: {
    files: {},
    quiet: [],
    timeoutMs: 1000,
    secrets: { DATABASE_URL: 'postgres://canary', KAMAL_SERVICE: 'overridden' },
    hosts: ['h1', 'h2'],
  },
  command: 'deploy',
  roles: [],
  hosts: ['h1', 'h2', 'db'],
  version: commit,
}

/** What is there; undefined is not. */
const told = (call: HookCall, changes: Partial<HookSubject> = {}) =>
  JSON.parse(
    JSON.stringify(
      hookEnv({ ...subject, ...changes }, call, { now: 1_781_769_600_000, performer: 'a@b.c' }),
    ),
  ) as Record<string, string>

const everywhere = {
  KAMAL_RECORDED_AT: '2026-06-18T08:00:00Z',
  KAMAL_PERFORMER: 'a@b.c',
  KAMAL_VERSION: commit,
  KAMAL_SERVICE_VERSION: 'shop@6018c2b',
  KAMAL_SERVICE: 'shop',
  KAMAL_HOSTS: 'h1,h2,db',
  KAMAL_LOCK: 'false',
  KAMAL_COMMAND: 'deploy',
}

describe('the environment of a hook is exactly what Kamal 2.12 gives it', () => {
  test('in the simplest case', () => {
    expect(told({ name: 'pre-build', lock: false })).toEqual(everywhere)
  })

  test('a destination, a filter by roles, a held lock, the hosts of a group', () => {
    const changes = { destination: 'staging', roles: ['web', 'jobs'] }
    expect(told({ name: 'pre-app-boot', hosts: ['h2'], lock: true }, changes)).toEqual({
      ...everywhere,
      KAMAL_DESTINATION: 'staging',
      KAMAL_ROLES: 'web,jobs',
      KAMAL_LOCK: 'true',
      KAMAL_HOSTS: 'h2',
    })
  })

  test('a command of two words, as build push', () => {
    const changes = { command: 'build', subcommand: 'push' }
    expect(told({ name: 'pre-build', lock: false }, changes)).toEqual({
      ...everywhere,
      KAMAL_COMMAND: 'build',
      KAMAL_SUBCOMMAND: 'push',
    })
  })

  test('how long it took, in whole seconds', () => {
    const env = told({ name: 'post-deploy', lock: false, runtimeMs: 12_600 })
    expect(env['KAMAL_RUNTIME']).toBe('13')
  })

  test.each([
    ['v1.2.30-rc', 'shop@v1.2.30'],
    [`${commit}_uncommitted_0011223344556677`, `shop@${commit}_uncommitted_0011223344556677`],
    ['v2', 'shop@v2'],
  ])('%s in short', (version, short) => {
    const env = told({ name: 'pre-build', lock: false }, { version })
    expect(env).toMatchObject({ KAMAL_VERSION: version, KAMAL_SERVICE_VERSION: short })
  })

  test('a version that is not known yet is left out', () => {
    const env = told({ name: 'pre-connect', lock: false }, { version: undefined })
    expect(env).not.toHaveProperty('KAMAL_VERSION')
    expect(env['KAMAL_SERVICE_VERSION']).toBe('shop')
  })

  test('secrets go to three hooks alone, over everything else', () => {
    const given = hookNames.filter((name) => 'DATABASE_URL' in told({ name, lock: false }))
    expect(given).toEqual(['pre-connect', 'pre-deploy', 'post-deploy'])
    expect(told({ name: 'pre-deploy', lock: true })['KAMAL_SERVICE']).toBe('overridden')
  })
})
