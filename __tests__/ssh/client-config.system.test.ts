import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { clientSettings } from '../../src/ssh/client-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'ssh-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const hosts = ['web1', 'web2', 'db.example.com']
const pattern = fc.constantFrom(...hosts, '*', 'web*', 'web?', '!web1', '*.example.com', 'WEB1')
const setting = fc.constantFrom(
  ...['HostName 10.0.0.1', 'HostName %h.lan', 'hostname=x', 'User deploy', 'User = "a b"'],
  ...['Port 2222', 'PORT 23', 'ProxyJump bastion', 'ProxyJump none', 'ProxyCommand nc %h %p'],
  ...['IdentityFile /k/one', 'IdentityFile "/k/two three"', 'IdentitiesOnly yes', '# User no'],
  ...['IdentitiesOnly no', 'ProxyCommand none', '', '   ServerAliveInterval 5'],
)
const opening = fc.oneof(
  fc.array(pattern, { minLength: 1, maxLength: 3 }).map((names) => `Host ${names.join(' ')}`),
  pattern.map((name) => `Match originalhost ${name}`),
  fc.constant('Match all'),
)
const config = fc
  .array(fc.tuple(fc.option(opening, { nil: '' }), fc.array(setting, { maxLength: 4 })), {
    maxLength: 4,
  })
  .map((blocks) => blocks.map(([first, rest]) => [first, ...rest].join('\n')).join('\n'))

/** What OpenSSH itself makes of it: `ssh -G` prints every setting and connects to nothing. */
const openSsh = (text: string, host: string) => {
  const file = join(folder, 'config')
  writeFileSync(file, text)
  const lines = execFileSync('ssh', ['-T', '-G', '-F', file, host], { encoding: 'utf8' }).split(
    '\n',
  )
  const all = (keyword: string): readonly string[] =>
    lines.flatMap((line) =>
      line.startsWith(`${keyword} `) ? [line.slice(keyword.length + 1)] : [],
    )
  return {
    hostName: all('hostname')[0],
    port: Number(all('port')[0]),
    proxyJump: all('proxyjump')[0],
    proxyCommand: all('proxycommand')[0],
    identityFiles: all('identityfile').filter((path) => path.startsWith('/k/')),
    identitiesOnly: all('identitiesonly')[0] === 'yes',
  }
}

test('an ssh_config says the same to us as to OpenSSH', () => {
  fc.assert(
    fc.property(config, fc.constantFrom(...hosts), (text, host) => {
      const ours = clientSettings([{ text, include: () => [] }], host, '/')
      const { hostName = host, port = 22, proxyJump, proxyCommand, ...rest } = ours
      const { identityFiles, identitiesOnly } = rest
      expect({ hostName, port, proxyJump, proxyCommand, identityFiles, identitiesOnly }).toEqual(
        openSsh(text, host),
      )
    }),
    { numRuns: 150 },
  )
})
