import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { expectedOf, judgeHostKey } from '../../src/ssh/judge-host-key.ts'
import { parseKnownHosts } from '../../src/ssh/known-hosts.ts'
import { makeKey } from './sshd.ts'

let folder = ''
const lines = new Map<string, string>()

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'known-'))
  for (const name of ['one', 'two', 'ca'])
    lines.set(name, readFileSync(`${makeKey(join(folder, name))}.pub`, 'utf8').trim())
  const rsa = makeKey(join(folder, 'rsa'), '-t', 'rsa', '-b', '2048')
  lines.set('rsa', readFileSync(`${rsa}.pub`, 'utf8').trim())
})
afterAll(() => rmSync(folder, { recursive: true }))

const line = (name: string): string => lines.get(name)!
const blob = (name: string): Buffer => Buffer.from(line(name).split(' ')[1]!, 'base64')
const fingerprint = (name: string): string =>
  execFileSync('ssh-keygen', ['-lf', join(folder, `${name}.pub`)], { encoding: 'utf8' }).split(
    ' ',
  )[1]!
const judge = (host: string, port: number, name: string, ...known: readonly string[]) =>
  judgeHostKey({ host, port, key: blob(name) }, parseKnownHosts(known))

/** KEY, OTHER and so on stand for real keys. */
const fill = (text: string): string =>
  text
    .replaceAll('ONE', line('one'))
    .replaceAll('TWO', line('two'))
    .replaceAll('CA', line('ca'))
    .replaceAll('RSA', line('rsa'))

describe('a host that shows key one is', () => {
  const cases: readonly (readonly [string, string, number, string, string])[] = [
    ['trusted by its line', 'h1', 22, 'h1 ONE', 'trusted'],
    ['trusted with a comment behind the key', 'h1', 22, 'h1 ONE root@h1 of May', 'trusted'],
    ['trusted in upper case', 'H1.Example.com', 22, 'h1.example.COM ONE', 'trusted'],
    ['trusted in a comma list', '10.0.0.5', 22, 'h1,10.0.0.5 ONE', 'trusted'],
    ['trusted with its port', 'h1', 2222, '[h1]:2222 ONE', 'trusted'],
    ['trusted on another port by the bare name', 'h1', 2222, 'h1 ONE', 'trusted'],
    ['trusted by a wildcard', 'a.example.com', 22, '*.example.com ONE', 'trusted'],
    ['trusted by one wildcard character', 'h7', 22, 'h? ONE', 'trusted'],
    ['trusted among several keys', 'h1', 22, 'h1 TWO\nh1 RSA\nh1 ONE', 'trusted'],
    ['trusted on an IPv6 address', '2001:db8::1', 22, '2001:db8::1 ONE', 'trusted'],
    [
      'trusted on an IPv6 address with a port',
      '2001:db8::1',
      2222,
      '[2001:db8::1]:2222 ONE',
      'trusted',
    ],
    ['unknown without a line', 'h1', 22, '', 'unknown'],
    ['unknown by the line of another', 'h1', 22, 'h2 ONE', 'unknown'],
    ['unknown when only part of the name fits', 'h11', 22, 'h1 ONE', 'unknown'],
    ['unknown when a dot stands for a dot', 'hXexample', 22, 'h.example ONE', 'unknown'],
    ['unknown by the line of another port', 'h1', 22, '[h1]:2222 ONE', 'unknown'],
    ['unknown where it is excluded', 'bad.example.com', 22, '*.example.com,!bad.* ONE', 'unknown'],
    [
      'unknown where it is excluded first',
      'bad.example.com',
      22,
      '!bad.*,*.example.com ONE',
      'unknown',
    ],
    ['changed', 'h1', 22, 'h1 TWO', 'changed'],
    ['changed though of another type', 'h1', 22, 'h1 RSA', 'changed'],
    [
      'changed on its own port though the bare name has the key',
      'h1',
      2222,
      '[h1]:2222 TWO\nh1 ONE',
      'changed',
    ],
    ['unknown on another port though the bare name has changed', 'h1', 2222, 'h1 TWO', 'unknown'],
    ['revoked', 'h1', 22, '@revoked * ONE', 'revoked'],
    ['revoked though it is listed as well', 'h1', 22, 'h1 ONE\n@revoked h1 ONE', 'revoked'],
    ['trusted while another key is revoked', 'h1', 22, 'h1 ONE\n@revoked * TWO', 'trusted'],
    ['revoked by the bare name', 'h1', 2222, '@revoked h1 ONE', 'revoked'],
    ['known by an authority only', 'h1', 22, '@cert-authority * CA', 'authority-only'],
    ['not trusted for being an authority', 'h1', 22, '@cert-authority * ONE', 'authority-only'],
    ['trusted beside an authority', 'h1', 22, '@cert-authority * CA\nh1 ONE', 'trusted'],
  ]
  test.each(cases)('%s', (_title, host, port, known, verdict) => {
    expect(judge(host, port, 'one', fill(known)).verdict).toBe(verdict)
  })
})

describe('fingerprints', () => {
  test('one for whichever host', () => {
    expect(judge('h1', 22, 'one', fingerprint('one')).verdict).toBe('trusted')
    expect(judge('h1', 22, 'two', fingerprint('one')).verdict).toBe('unknown')
  })
  test('one that is bound to a host', () => {
    expect(judge('h1', 22, 'one', `h1 ${fingerprint('one')}`).verdict).toBe('trusted')
    expect(judge('h2', 22, 'one', `h1 ${fingerprint('one')}`).verdict).toBe('unknown')
    expect(judge('h1', 22, 'two', `h1 ${fingerprint('one')}`)).toMatchObject({
      verdict: 'changed',
      expected: [fingerprint('one')],
    })
  })
  test('a revoked key stays revoked', () => {
    expect(judge('h1', 22, 'one', fingerprint('one'), fill('@revoked * ONE')).verdict).toBe(
      'revoked',
    )
  })
})

describe('what is reported', () => {
  test('an unknown key with the exact line to add, which then makes it trusted', () => {
    const found = judge('h1', 2222, 'one')
    expect(found).toEqual({
      verdict: 'unknown',
      fingerprint: fingerprint('one'),
      line: `[h1]:2222 ${line('one')}`,
    })
    expect(judge('h1', 2222, 'one', 'line' in found ? found.line : '').verdict).toBe('trusted')
  })
  test('a changed key with every expected fingerprint', () => {
    expect(judge('h1', 22, 'one', fill('h1 TWO'), fill('h1 RSA'))).toEqual({
      verdict: 'changed',
      fingerprint: fingerprint('one'),
      expected: [fingerprint('two'), fingerprint('rsa')],
      line: `h1 ${line('one')}`,
    })
  })
  test('which key types are pinned', () => {
    const known = parseKnownHosts([fill('h1 RSA\n@revoked * ONE'), `h2 ${fingerprint('one')}`])
    expect(expectedOf('h1', 22, known)).toEqual({ types: ['ssh-rsa'], pinned: false })
    expect(expectedOf('h2', 22, known)).toEqual({ types: [], pinned: true })
  })
})

describe('ssh-keygen agrees', () => {
  const known = (text: string): string => {
    const path = join(folder, 'known_hosts')
    writeFileSync(path, `${text}\n`)
    return path
  }
  test.each([
    ['h1', 22],
    ['h1', 2222],
    ['shop.example.com', 22],
    ['10.0.0.5', 2200],
  ])('on the hash of %s, port %d', (host, port) => {
    const name = port === 22 ? host : `[${host}]:${String(port)}`
    const path = known(`${name} ${line('one')}`)
    execFileSync('ssh-keygen', ['-H', '-f', path], { stdio: 'ignore' })
    const hashed = readFileSync(path, 'utf8')
    expect(hashed).toMatch(/^\|1\|/)
    expect(judge(host, port, 'one', hashed).verdict).toBe('trusted')
    expect(judge(`x${host}`, port, 'one', hashed).verdict).toBe('unknown')
    expect(judge(host, 2022, 'one', hashed).verdict).toBe(port === 22 ? 'trusted' : 'unknown')
  })

  const finds = (name: string, text: string): boolean => {
    try {
      const path = known(text)
      return execFileSync('ssh-keygen', ['-F', name, '-f', path], { encoding: 'utf8' }) !== ''
    } catch {
      return false
    }
  }
  const patterns = [
    'h1',
    'h?',
    '*',
    'h*',
    '*.b.c',
    'a.*',
    '!h1',
    '*,!h1',
    'h1,!*',
    'H1',
    '[h1]:22',
    'x,a.b.c',
    '?',
    '*1*',
  ]
  test.each(patterns)('on the pattern %s', (pattern) => {
    for (const host of ['h1', 'h2', 'a.b.c', 'b.c', 'h']) {
      const found = judge(host, 22, 'one', `${pattern} ${line('one')}`).verdict === 'trusted'
      expect([host, found]).toEqual([host, finds(host, `${pattern} ${line('one')}`)])
    }
  })
})

describe('malformed lines', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a line without a host', 'ONE'],
    ['a line without a key', 'h1 ssh-ed25519'],
    ['a line that was cut off', 'h1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5'],
    ['a type that is not that of the key', 'h1 ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA=='],
    ['an unknown marker', '@trusted h1 ONE'],
    ['half a hash', '|1|abc h1 ONE'],
    ['a fingerprint that was cut off', 'SHA256:abc'],
    ['the whole line of ssh-keygen -l', `256 SHA256:${'a'.repeat(43)} root@h1 (ED25519)`],
    ['an MD5 fingerprint', 'MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48'],
    ['a word', 'off'],
    ['a keyword of ssh_config', 'StrictHostKeyChecking no'],
  ]
  test.each(cases)('%s', (_title, text) => {
    expect(() => parseKnownHosts([fill(text)])).toThrow(/^known-hosts cannot be read: line 1: /)
  })
  test('are reported all together, by number', () => {
    const text = fill('# comment\n\nh1 ONE\r\nbad\nh2 TWO')
    expect(() => parseKnownHosts([text, 'worse'])).toThrow(/line 4: .*; line 6: /)
  })
  test('key types that are not understood are no mistake', () => {
    const type = 'sk-ssh-ed25519@openssh.com'
    const lead = Buffer.from([0, 0, 0, type.length])
    const key = Buffer.concat([lead, Buffer.from(type), Buffer.from([0, 0, 0, 1, 7])])
    expect(parseKnownHosts([`h1 ${type} ${key.toString('base64')}`]).keys).toHaveLength(1)
  })
})
