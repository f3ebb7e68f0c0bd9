import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { targetsFor } from '../../../src/actions/shared/login.ts'
import type { SshSettings } from '../../../src/config/config.ts'
import { sampleConfig } from '../../host/sample.ts'

const workspace = mkdtempSync(join(tmpdir(), 'login-'))
afterAll(() => rmSync(workspace, { recursive: true }))

beforeAll(() => {
  for (const name of ['own', 'shop', 'bastion'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key(name)])
  writeFileSync(
    join(workspace, 'ssh_config'),
    `Host shop-1
  HostName 10.0.0.1
  Port 2222
  User nobody
  ProxyJump bastion
Host bastion
  HostName bastion.example.com
  Port 2200
  IdentityFile ${key('bastion')}
Host shop-*
  IdentityFile ${key('shop')}
Host chained
  ProxyJump a,b
Host programmed
  ProxyCommand nc %h %p
Host twice
  ProxyJump shop-1
`,
  )
})

const key = (name: string) => join(workspace, name)

const logins = (host: string, ssh: Partial<SshSettings> = {}, agent?: string) => {
  const base = sampleConfig().ssh
  const settings: SshSettings = { ...base, user: 'deploy', configFiles: ['ssh_config'], ...ssh }
  const warnings: string[] = []
  const [target] = targetsFor(
    [host],
    sampleConfig({ ssh: settings }),
    {
      ...{ configFile: 'x', destination: undefined, hosts: [], roles: [], without: [] },
      ...{ key: undefined, passphrase: undefined, knownHosts: undefined },
    },
    { workspace, agent, warn: (text) => warnings.push(text) },
  )
  return { target, warnings, keys: target?.keys.map(({ comment }) => comment) }
}

describe('an ssh_config', () => {
  test('says where a host is, the one in between, and the keys of both; not user and port', () => {
    const { target, keys } = logins('shop-1')
    expect(target).toMatchObject({
      ...{ name: 'shop-1', host: '10.0.0.1', port: 22, user: 'deploy' },
      jump: { host: 'bastion.example.com', port: 2200, user: 'deploy' },
    })
    expect(keys).toEqual(['shop', 'bastion'])
  })

  test('says nothing where deploy.yml has said it', () => {
    const proxy = { user: 'root', host: 'jump', port: 22 }
    const { target, keys } = logins('shop-1', { proxy, keys: [key('own')] })
    expect(target?.jump).toEqual(proxy)
    expect(keys).toEqual(['own'])
  })

  test('that is switched off says nothing', () => {
    const { target } = logins('shop-1', { configFiles: [], keys: [key('own')] })
    expect(target).toMatchObject({ host: 'shop-1', jump: undefined })
  })

  test('that is not there is told, and passed over', () => {
    const { warnings } = logins('shop-1', { configFiles: ['gone'], keys: [key('own')] })
    expect(warnings).toEqual(['ssh/config names gone, which is not there'])
  })

  test.each([
    ['programmed', 'ssh/config: for programmed, a ProxyCommand is not supported'],
    ['chained', 'ssh/config: for chained, ProxyJump a,b is not one host'],
    ['twice', 'ssh/config: for twice, its jump host shop-1 has a proxy of its own'],
  ])('with a way that we can’t go is refused: %s', (host, message) => {
    expect(() => logins(host)).toThrow(expect.objectContaining({ code: 'config-invalid', message }))
  })
})

describe('keys', () => {
  test('of a laptop, which no runner has, are passed over where an agent is', () => {
    const { target, keys } = logins('a', { keys: ['~/.ssh/of-a-laptop'] }, '/agent')
    expect([keys, target?.agent]).toEqual([[], '/agent'])
  })

  test('that are not there are named where nothing else is', () => {
    expect(() => logins('a', { keys: ['gone', '~/.ssh/gone-too'] })).toThrow(
      expect.objectContaining({
        code: 'key-unusable',
        message: "ssh/keys names gone, ~/.ssh/gone-too, which can't be read",
      }),
    )
  })

  test('with keys_only are offered without those of the agent', () => {
    expect(logins('a', { keys: ['own'], keysOnly: true }, '/agent').target?.agent).toBeUndefined()
    expect(logins('a', { keys: ['own'], keysOnly: false }, '/agent').target?.agent).toBe('/agent')
    expect(logins('a', { keys: [], keysOnly: true }, '/agent').target?.agent).toBe('/agent')
  })
})
