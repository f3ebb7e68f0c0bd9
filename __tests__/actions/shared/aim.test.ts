import { expect, test } from '@jest/globals'
import { aimOf } from '../../../src/actions/shared/context.ts'
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
  expect(() => aimOf(config, { ...given, hosts: ['db1'] })).toThrow('leave no host')
  expect(() => aimOf(config, { ...given, hosts: ['db2'], accessory: 'db' })).toThrow(
    'db2 is not in config/deploy.yml',
  )
})
