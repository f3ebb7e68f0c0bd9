import { expect, test } from '@jest/globals'
import { configOf, mistakesOf } from '../support.ts'

const base = `service: app
image: acme/app
registry: {username: u, password: p}
servers: {web: [a], job: {hosts: [b], cmd: x}}
env: {clear: {A: 1, B: 2}}
labels: {a: x}
`
const merged = (destination: string) =>
  configOf({ files: { 'deploy.yml': base, 'deploy.eu.yml': destination }, destination: 'eu' })

test('tables are merged, lists and scalars replaced', () => {
  const { roles, service } = merged(
    'service: shop\nservers: {job: {hosts: [c]}}\nenv: {clear: {B: 3}}',
  )
  expect(service).toBe('shop')
  expect(roles.map(({ hosts, cmd }) => [hosts, cmd])).toEqual([
    [['a'], undefined],
    [['c'], 'x'],
  ])
  expect(roles[0]?.env.clear).toEqual({ A: '1', B: '3' })
})

test('what is of another kind is replaced as a whole', () => {
  expect(merged('servers: [z]').roles.map(({ hosts }) => hosts)).toEqual([['z']])
})

test('null replaces what was there, and is then refused as by Kamal', () => {
  const files = { 'deploy.yml': base, 'deploy.eu.yml': 'labels:' }
  expect(mistakesOf({ files, destination: 'eu' })).toEqual([
    'deploy.eu.yml:1:1 labels: should be a hash',
  ])
})

test('a mistake stands in the file whose value it is', () => {
  const files = { 'deploy.yml': base, 'deploy.eu.yml': 'env: {clear: {B: []}}\nservers: {web: []}' }
  expect(mistakesOf({ files, destination: 'eu' })).toEqual([
    'deploy.eu.yml:1:18 env/clear/B: should be a string',
    'deploy.eu.yml:2:11 No servers specified for the web primary_role',
  ])
})

test('a mistake in a table of both files stands in the first', () => {
  const files = {
    'deploy.yml': base.replace(', password: p', ''),
    'deploy.eu.yml': 'registry: {server: ghcr.io}',
  }
  expect(mistakesOf({ files, destination: 'eu' })).toEqual([
    'deploy.yml:3:11 registry/password: is required',
  ])
})
