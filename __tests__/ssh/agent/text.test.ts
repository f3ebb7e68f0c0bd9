import { describe, expect, test } from '@jest/globals'
import { isAgentOn } from '../../../src/ssh/agent/agent.ts'
import { deployKeyOf, redirections } from '../../../src/ssh/agent/deploy-keys.ts'
import { gitVariables } from '../../../src/ssh/agent/git-env.ts'
import { githubKeys, knownHostsFile } from '../../../src/ssh/agent/known-hosts-file.ts'
import { isAgentBin, isFit, layoutOf } from '../../../src/ssh/agent/layout.ts'
import { sshConfig } from '../../../src/ssh/agent/ssh-config.ts'
import { fingerprintOf } from '../../../src/ssh/fingerprint.ts'
import type { PrivateKey } from '../../../src/ssh/keys.ts'

const keyWith = (comment: string): PrivateKey => ({
  text: '',
  type: 'ssh-ed25519',
  fingerprint: `SHA256:${'A'.repeat(43)}`,
  publicLine: '',
  comment,
  locked: false,
  parsed: {} as PrivateKey['parsed'],
})

describe('a key is for one repository', () => {
  test.each([
    ['git@github.com:acme/shop.git', 'github.com', 22, 'git', 'acme/shop'],
    ['https://github.com/acme/shop', 'github.com', 22, 'git', 'acme/shop'],
    ['CI of github.com/acme/shop.js, 2026', 'github.com', 22, 'git', 'acme/shop.js'],
    ['see docs/ci/keys, github.com/acme/shop', 'github.com', 22, 'git', 'acme/shop'],
    ['GitHub.com/acme/shop', 'github.com', 22, 'git', 'acme/shop'],
    ['ssh://git@git.example.com:2222/acme/shop.git', 'git.example.com', 2222, 'git', 'acme/shop'],
    ['ssh://me@git.example.com/acme/shop', 'git.example.com', 22, 'me', 'acme/shop'],
  ])('when its comment is %s', (comment, host, port, user, repository) => {
    expect(deployKeyOf(keyWith(comment), 'github.com')).toMatchObject({
      ...{ alias: `key-0000000000000000.${host}`, host, port, user, repository },
    })
  })

  test.each([
    '',
    'ada@laptop',
    'acme/shop',
    'git@gitlab.com:acme/shop.git',
    'https://notgithub.com/acme/shop',
    'https://my-github.com/acme/shop',
    'github.com/acme',
    'ssh://me@git.example.com then gitlab.com/acme/shop',
  ])('not when its comment is "%s"', (comment) => {
    expect(deployKeyOf(keyWith(comment), 'github.com')).toBeUndefined()
  })

  test('on the GitHub that runs the job, whatever its name', () => {
    const key = keyWith('git@git.corp.example:acme/shop')
    expect(deployKeyOf(key, 'git.corp.example')?.repository).toBe('acme/shop')
  })
})

describe("git's variables", () => {
  const settings = [{ key: 'url.ssh://b/.insteadOf', value: 'https://github.com/a' }]

  test('go behind those that are there, whose values are not repeated', () => {
    const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'a.b', GIT_CONFIG_VALUE_0: 'secret' }
    expect(gitVariables(env, settings)).toEqual({
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_1: 'url.ssh://b/.insteadOf',
      GIT_CONFIG_VALUE_1: 'https://github.com/a',
    })
  })

  test('take the place of an earlier redirection of the same address', () => {
    const env = {
      ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'url.ssh://old/.insteadof' },
      GIT_CONFIG_VALUE_0: 'https://github.com/a',
    }
    expect(gitVariables(env, settings)).toEqual({
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'url.ssh://b/.insteadOf',
    })
  })

  test('are not touched without a deploy key, and a count that is none counts as 0', () => {
    expect(gitVariables({ GIT_CONFIG_COUNT: '3' }, [])).toEqual({})
    expect(gitVariables({ GIT_CONFIG_COUNT: 'x' }, settings)['GIT_CONFIG_COUNT']).toBe('1')
  })
})

describe('known hosts', () => {
  test("github.com's keys have the fingerprints that GitHub publishes", () => {
    const prints = githubKeys.map((line) =>
      fingerprintOf(Buffer.from(line.split(' ')[2]!, 'base64')),
    )
    expect(prints.slice(0, 2)).toEqual([
      'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
      'SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM',
    ])
    expect(prints[2]).toMatch(/^SHA256:uNiVztksCsDhcc0u9e8B/)
  })

  test('are written each once, without comments and line ends of Windows', () => {
    const line = githubKeys[0]!
    expect(knownHostsFile(`# ours\r\n${line}\r\n\r\n`, [`${line}\n`])).toBe(`${line}\n`)
  })

  test('fingerprints are refused, all of them by name', () => {
    const print = `SHA256:${'A'.repeat(43)}`
    expect(() => knownHostsFile(`${print}\nh1 ${print}`, [])).toThrow(
      `ssh and git can't check a host by its fingerprint alone: ${print}, h1 ${print}.`,
    )
  })
})

describe("the agent's folder", () => {
  test.each([
    ['/home/runner/work/_temp', true],
    ['/__w/_temp', true],
    [`/${'a'.repeat(79)}`, true],
    [`/${'a'.repeat(80)}`, false],
    ['/my runner/_temp', false],
    ['/a:b', false],
    ['/a%h', false],
    ['relative', false],
    ['', false],
  ])('in %s: %s', (parent, fit) => expect(isFit(parent)).toBe(fit))

  test('is told from other folders on PATH', () => {
    expect(isAgentBin('/tmp/seaworthy-aB3dE6/bin')).toBe(true)
    expect(isAgentBin('/opt/seaworthy/bin')).toBe(false)
  })
})

describe('an agent on the socket', () => {
  test.each([
    [['/usr/bin/ssh-agent', '-s', '-a', '/t/agent', ''], true],
    [['ssh-agent', '-a', '/t/agent'], true],
    [['ssh-agent', '-a', '/t/agent2'], false],
    [['ssh-agent', '-s'], false],
    [['vi', '-a', '/t/agent'], false],
    [[], false],
  ])('%j: %s', (argv, is) => expect(isAgentOn(argv, '/t/agent')).toBe(is))
})

test('the configuration in full', () => {
  const key = deployKeyOf(keyWith('github.com/acme/shop'), 'github.com')!
  expect(redirections([key])[0]).toEqual({
    key: 'url.ssh://git@key-0000000000000000.github.com/acme/shop.insteadOf',
    value: 'https://github.com/acme/shop',
  })
  const config = sshConfig({
    layout: layoutOf('/t'),
    deployKeys: [{ ...key, number: 1 }],
    others: [2],
    includes: ['~/.ssh/config'],
  })
  expect(config.split('\n').slice(1)).toEqual([
    '# github.com/acme/shop',
    'Host key-0000000000000000.github.com',
    '  HostName github.com',
    '  Port 22',
    '  User git',
    '  IdentityFile /t/key-1',
    '  IdentitiesOnly yes',
    '  IdentityAgent /t/agent',
    'Host * !key-0000000000000000.github.com',
    '  IdentityFile /t/key-2',
    'Host *',
    '  StrictHostKeyChecking yes',
    '  UserKnownHostsFile /t/known_hosts',
    '  GlobalKnownHostsFile /dev/null',
    '  UpdateHostKeys no',
    '  Include ~/.ssh/config',
    '',
  ])
})
