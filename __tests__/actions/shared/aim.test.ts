import { describe, expect, test } from '@jest/globals'
import { aimOf } from '../../../src/actions/shared/context.ts'
import { SeaworthyError } from '../../../src/base/error.ts'
import type { Config } from '../../../src/config/config.ts'
import { sampleAccessory, sampleConfig, sampleRole } from '../../host/sample.ts'

const config = sampleConfig({
  roles: [sampleRole({ hosts: ['web1', 'web2'] })],
  accessories: [
    sampleAccessory({ hosts: ['web1', 'db1'] }),
    sampleAccessory({ name: 'cache', service: 'app-cache', hosts: ['db1'] }),
  ],
})
const login = { key: undefined, passphrase: undefined, knownHosts: undefined }
const given = {
  configFile: '',
  destination: undefined,
  ...login,
  hosts: [],
  roles: [],
  without: [],
}

const placed = (inputs: Partial<Parameters<typeof aimOf>[1]>): readonly string[] =>
  aimOf(config, { ...given, ...inputs }).placed.map(
    ({ accessory, hosts }) => `${accessory.name}: ${hosts.join(' ')}`,
  )

const refusedWith = (
  inputs: Partial<Parameters<typeof aimOf>[1]>,
  of: Config = config,
): readonly unknown[] => {
  try {
    aimOf(of, { ...given, ...inputs })
  } catch (error) {
    if (error instanceof SeaworthyError) return [error.code, error.message, error.hint]
    throw error
  }
  return []
}

test('a star in hosts means hosts of accessories as well', () => {
  expect(placed({ hosts: ['web*'], bootstrap: true })).toEqual(['db: web1'])
  expect(placed({ hosts: ['*1'], bootstrap: true })).toEqual(['db: web1 db1', 'cache: db1'])
})

test('a host that has accessories only can be named for one, and left out of a deploy', () => {
  expect(placed({ hosts: ['db1'], accessory: 'db' })).toEqual(['db: db1', 'cache: db1'])
  expect(aimOf(config, { ...given, without: ['db1'], bootstrap: true }).hosts).toEqual([
    'web1',
    'web2',
  ])
})

test('such a host alone is nothing that could be deployed to', () => {
  expect(refusedWith({ hosts: ['db1'] })).toEqual([
    'input-invalid',
    'hosts: db1 has accessories only, and no app is deployed there',
    '`operate` starts, stops and reboots one, a deploy with `bootstrap: true` brings them up',
  ])
  expect(refusedWith({ hosts: ['web1', 'db1'], without: ['web1'] })[1]).toContain('leave no host')
  expect(refusedWith({ hosts: ['db1'], without: ['db1'] })[1]).toContain('leave no host')
  expect(() => aimOf(config, { ...given, hosts: ['db2'], accessory: 'db' })).toThrow(
    'db2 is not in config/deploy.yml',
  )
})

test('with bootstrap such a host is brought up, under the lock of the primary host', () => {
  const aim = aimOf(config, { ...given, hosts: ['db1'], bootstrap: true })
  expect([aim.targets, aim.lockHost, aim.hosts, aim.hookHosts]).toEqual([
    [],
    'web1',
    ['web1', 'db1'],
    ['db1'],
  ])
})

test('a filter by role that fits no host is refused with bootstrap as well', () => {
  const job = sampleRole({ name: 'job', hosts: ['web2'], proxy: undefined })
  const both = { ...config, roles: [...config.roles, job] }
  const inputs = { hosts: ['web1'], roles: ['job'], bootstrap: true }
  expect(refusedWith(inputs, both)[1]).toContain('leave no host')
})

describe('where deploy.yml names accessories only', () => {
  const alone = { ...config, roles: [], primaryHost: 'web1' }

  test('a deploy is refused, and says what is done with these', () => {
    expect(refusedWith({}, alone)).toEqual([
      'input-invalid',
      'config/deploy.yml names no servers, only accessories',
      '`operate` starts, stops and reboots one, a deploy with `bootstrap: true` brings them up',
    ])
  })

  test.each([
    ['bootstrap', { bootstrap: true }, ['web1', 'db1']],
    ['a command on one', { accessory: 'db' }, ['web1']],
    ['a command on the lock', { lockOnly: true }, ['web1']],
  ])('%s has the lock on the first of their hosts', (_what, inputs, hosts) => {
    const aim = aimOf(alone, { ...given, ...inputs })
    expect([aim.lockHost, aim.hosts]).toEqual(['web1', hosts])
    expect(aimOf(alone, { ...given, ...inputs, without: ['web1'] }).lockHost).toBe('db1')
  })
})
