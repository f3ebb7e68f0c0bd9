import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { LabHost } from '../../lab/kit/lab.ts'
import { deployYml, makeWorkspace, secretsFile, type Workspace } from '../../lab/kit/workspace.ts'
import { readConfig } from '../../src/config/read.ts'
import { noPrograms } from '../support/programs.ts'

const host = (number: number): LabHost => ({
  name: `h${number}`,
  address: `127.0.77.${number}`,
  privateAddress: `10.77.0.${number}`,
  user: 'root',
  knownHosts: `127.0.77.${number} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIUWHLNFOERnkCkhHJltfeeg39ny9OihL/3biwAPVwBd`,
  fingerprint: 'SHA256:4A7HoJe/pVh7hNwbG4b1vmvhBAKcmtA9LFkZyMgrubY',
  container: `h${number}`,
})
const hosts = [host(1), host(2)]

const made: Workspace[] = []
afterEach(() => made.splice(0).forEach(({ cleanup }) => cleanup()))

test('the deploy.yml of the lab is a valid one', () => {
  const files: Readonly<Record<string, string>> = {
    'config/deploy.yml': deployYml({ service: 'shop', hosts }),
    '.kamal/secrets': secretsFile('REGISTRY_PASSWORD'),
  }
  const result = readConfig(
    { file: 'config/deploy.yml', destination: undefined },
    { read: (path) => files[path], env: { REGISTRY_PASSWORD: 'pass' }, programs: noPrograms },
  )
  expect(result).toMatchObject({
    ok: true,
    warnings: [],
    config: {
      service: 'shop',
      repository: 'registry.lab:5000/lab/shop',
      registry: { server: 'registry.lab:5000', username: 'lab', password: 'pass' },
      roles: [{ name: 'web', hosts: ['127.0.77.1', '127.0.77.2'], proxy: { hosts: ['shop.lab'] } }],
    },
  })
})

test('further keys are laid over it, and undefined takes one away', () => {
  const text = deployYml({
    service: 'shop',
    hosts,
    proxy: { healthcheck: { path: '/health' } },
    env: undefined,
    deploy_timeout: 5,
  })
  const read = parse(text) as Readonly<Record<string, unknown>>
  expect(read).toMatchObject({
    proxy: { host: 'shop.lab', healthcheck: { path: '/health', interval: 1 } },
    deploy_timeout: 5,
  })
  expect(read).not.toHaveProperty('env')
})

test('a workspace is a repository with its files committed, and goes away', () => {
  const workspace = makeWorkspace({ 'config/deploy.yml': 'service: shop\n' })
  made.push(workspace)
  const first = workspace.head()
  const second = workspace.commit({ 'a/b': 'text' })
  expect(first).toMatch(/^[0-9a-f]{40}$/)
  expect(second).not.toBe(first)
  expect(workspace.head()).toBe(second)
  expect(readFileSync(join(workspace.path, 'a/b'), 'utf8')).toBe('text')
  workspace.cleanup()
  expect(existsSync(workspace.path)).toBe(false)
})
