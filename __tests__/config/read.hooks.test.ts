import { describe, expect, test } from '@jest/globals'
import { readBuild } from '../../src/config/read-build.ts'
import { readConfig } from '../../src/config/read.ts'
import { noPrograms, programsOf } from '../support/programs.ts'
import { configIn, configOf, deployYml, mistakesIn, readCheckout } from './support.ts'

const hook = '#!/bin/sh\n'

describe('hooks are files of the checkout', () => {
  test('those with one of the nine names and no extension, in .kamal/hooks', () => {
    const files = {
      'deploy.yml': deployYml(),
      '.kamal/hooks/pre-deploy': hook,
      '.kamal/hooks/docker-setup': hook,
      '.kamal/hooks/post-deploy.sample': hook,
      '.kamal/hooks/on-fire': hook,
      'hooks/pre-build': hook,
    }
    expect(configOf({ files }).hooks.files).toEqual({
      'docker-setup': '.kamal/hooks/docker-setup',
      'pre-deploy': '.kamal/hooks/pre-deploy',
    })
  })

  test('or in hooks_path', () => {
    const files = { 'deploy.yml': deployYml('hooks_path: ops/hooks'), 'ops/hooks/pre-build': hook }
    expect(configOf({ files }).hooks.files).toEqual({ 'pre-build': 'ops/hooks/pre-build' })
  })
})

test('hooks that are passed over are as if there were none, and are given no secret', () => {
  const files: Readonly<Record<string, string>> = {
    'deploy.yml': deployYml(),
    '.kamal/secrets': 'TOKEN=$(vault read token)',
    '.kamal/hooks/pre-deploy': hook,
    '.kamal/hooks/pre-build': hook,
  }
  const source = { read: (path: string) => files[path], env: {}, programs: noPrograms }
  const result = readConfig({ file: 'deploy.yml' }, { ...source, skipHooks: true })
  expect(result.ok && result.config.hooks).toMatchObject({ files: {}, secrets: {} })
  const build = readBuild(
    { file: 'deploy.yml', needsArch: false, needsLogin: () => true },
    { ...source, skipHooks: true },
  )
  expect(build.ok && build.file.hooks.files).toEqual({})
})

describe('hooks_output', () => {
  test.each([
    ['hooks_output: quiet', ['docker-setup', 'pre-connect', 'pre-build']],
    ['hooks_output: :quiet', ['docker-setup', 'pre-connect', 'pre-build']],
    ['hooks_output: verbose', []],
    ['hooks_output: { pre-build: quiet, pre-deploy: verbose }', ['pre-build']],
    ['hooks_output: { pre-build: :quiet }', ['pre-build']],
  ])('%s', (line, first) => {
    expect(configIn(deployYml(line)).hooks.quiet.slice(0, 3)).toEqual(first)
  })
})

describe('the limit of a hook', () => {
  test.each([
    ['', 900_000],
    ['x-seaworthy: { hooks: { timeout: 90s } }', 90_000],
    ['x-seaworthy: { hooks: { timeout: 20m } }', 1_200_000],
  ])('%p', (line, timeoutMs) => {
    expect(configIn(deployYml(line)).hooks.timeoutMs).toBe(timeoutMs)
  })

  test.each([
    ['soon', 'not a duration: "soon"; write 250ms, 30s, 5m, or a number of seconds'],
    ['10ms', 'should be at least 1s'],
  ])('%s is refused', (timeout, message) => {
    const text = deployYml(`x-seaworthy: { hooks: { timeout: ${timeout} } }`)
    expect(mistakesIn(text)).toEqual([`deploy.yml:5:34 x-seaworthy/hooks/timeout: ${message}`])
  })
})

describe('secrets for hooks', () => {
  const secrets = {
    '.kamal/secrets-common': 'SHARED=shared-value\nTOKEN=common\n',
    '.kamal/secrets': 'TOKEN=$(print token)\nAPP_KEY=app-key-value\n',
  }
  const checkout = (name: string) => {
    const programs = programsOf({ 'print token': 'token-value\n' })
    const files = { 'deploy.yml': deployYml(), ...secrets, [`.kamal/hooks/${name}`]: hook }
    return { checkout: { files, programs }, calls: programs.calls }
  }

  test.each(['pre-connect', 'pre-deploy', 'post-deploy'])(
    '%s gets all of them, and all are masked',
    (name) => {
      const result = readCheckout(checkout(name).checkout)
      expect(result.ok && result.config.hooks.secrets).toEqual({
        SHARED: 'shared-value',
        TOKEN: 'token-value',
        APP_KEY: 'app-key-value',
      })
      expect(result.secrets).toEqual(
        expect.arrayContaining(['shared-value', 'token-value', 'app-key-value']),
      )
    },
  )

  test.each(['pre-build', 'pre-app-boot', 'post-app-boot', 'docker-setup'])(
    'for %s no command of a secrets file is run',
    (name) => {
      const { checkout: one, calls } = checkout(name)
      expect(configOf(one).hooks.secrets).toEqual({})
      expect(calls).toEqual([])
    },
  )
})

test('hosts are those of all roles, the primary one first, and of accessories by each way to name them', () => {
  const text = deployYml(
    `accessories:
  one: { image: a, host: 1.1.2.1 }
  two: { image: a, hosts: [1.1.2.2, { 1.1.2.3: x }] }
  three: { image: a, role: jobs }
  four: { image: a, roles: [web, jobs] }
  five: { image: a, tag: old }
  six: { image: a, tags: [new] }
`,
    {
      servers:
        'servers: { app: { hosts: [1.1.1.4] }, web: [1.1.1.1, { 1.1.1.2: old }], jobs: { hosts: [{ 1.1.1.3: [x, new] }] } }',
    },
  )
  expect(configIn(text).hooks.hosts).toEqual([
    ...['1.1.1.1', '1.1.1.2', '1.1.1.4', '1.1.1.3'],
    ...['1.1.2.1', '1.1.2.2', '1.1.2.3'],
  ])
})
