import { describe, expect, test } from '@jest/globals'
import { localPort } from '../../src/config/local-registry.ts'
import { configOf, deployYml, mistakesIn } from './support.ts'

const config = (text: string) => configOf({ files: { 'deploy.yml': text } })
const local = (more = '') => ({ registry: `registry: {server: "localhost:5555"${more}}` })

describe('a registry on the machine that deploys', () => {
  test('wants no login', () => {
    const { repository, registry } = config(deployYml('', local()))
    expect(repository).toBe('localhost:5555/acme/app')
    expect(registry).toEqual({ server: 'localhost:5555', username: '', password: '' })
  })

  test('has no use for one that is given: its secret need not be there', () => {
    const { registry } = config(deployYml('', local(', username: u, password: [NOWHERE]')))
    expect(registry).toEqual({ server: 'localhost:5555', username: '', password: '' })
  })

  test('calls the image as its service unless the file says otherwise', () => {
    const { repository } = config(deployYml('', { ...local(), image: '#' }))
    expect(repository).toBe('localhost:5555/app')
    expect(mistakesIn(deployYml('', { image: '#' }))).toEqual([
      'deploy.yml:1:1 Missing required configuration for image',
    ])
  })

  test.each(['localhost:', 'localhost:x', 'localhost:0', 'localhost:65536', 'localhost:5555/'])(
    'is named with its port, which %s does not do',
    (server) => {
      const registry = `registry: {server: "${server}"}`
      expect(mistakesIn(deployYml('', { registry }))).toEqual([
        'deploy.yml:3:20 registry/server: not a registry; write it as localhost:5555',
      ])
    },
  )

  test('is none without a port, as for Kamal: that wants a login', () => {
    expect(mistakesIn(deployYml('', { registry: 'registry: {server: localhost}' }))).toEqual([
      'deploy.yml:3:11 registry/username: is required',
      'deploy.yml:3:11 registry/password: is required',
    ])
  })
})

test.each([
  ['localhost:5555', 5555],
  ['localhost:5555/team', 5555],
  ['localhost', undefined],
  ['localhost.example.com:5000', undefined],
  ['127.0.0.1:5000', undefined],
  [undefined, undefined],
])('the local port of %s is %s', (server, port) => {
  expect(localPort(server)).toBe(port)
})
