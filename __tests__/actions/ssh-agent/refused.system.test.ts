import { generateKeyPairSync } from 'node:crypto'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Pairs } from '../../../lab/kit/step-files.ts'
import * as job from './job.ts'

afterAll(job.removeAll)

const key = job.newKey('-C', 'pasted')
const locked = job.newKey('-N', 'open sesame', '-C', 'locked')

/** The keys that the agent has, by type and comment, as ssh-add tells. */
const loaded = async (inputs: Pairs): Promise<readonly string[]> => {
  let lines: readonly string[] = []
  const { exitCode, log } = await job.useAgent(inputs, async (later) => {
    lines = (await job.step(later, 'ssh-add -L')).stdout.trim().split('\n')
  })
  if (exitCode !== 0) throw new Error(log)
  return lines
}

describe('a key is taken as it was meant', () => {
  test.each([
    ['with CRLF', key.text.replaceAll('\n', '\r\n')],
    ['without its last newline', key.text.trimEnd()],
    ['on one line', key.text.replaceAll('\n', ' ')],
    ['with newlines spelled out', key.text.replaceAll('\n', '\\n')],
    ['in quotes', `"${key.text}"`],
  ])('%s', async (_, text) => {
    expect(await loaded({ 'ssh-private-key': text })).toEqual([key.publicLine])
  })

  test.each([
    ['Ed25519', []],
    ['RSA', ['-t', 'rsa']],
    ['ECDSA', ['-t', 'ecdsa']],
    ['RSA in PEM', ['-t', 'rsa', '-m', 'PEM']],
    ['ECDSA in PKCS8', ['-t', 'ecdsa', '-m', 'PKCS8']],
  ])(
    '%s behind a passphrase',
    async (_, options) => {
      const one = job.newKey(...options, '-N', 'open sesame')
      const lines = await loaded({ 'ssh-private-key': one.text, 'ssh-passphrase': 'open sesame' })
      const bare = one.publicLine.split(' ').slice(0, 2).join(' ')
      expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([bare])
    },
    20_000,
  )

  test('several, pasted behind each other and with CRLF, one of them twice', async () => {
    const text = [key.text.trimEnd(), locked.text, key.text].join('\n\n').replaceAll('\n', '\r\n')
    const lines = await loaded({ 'ssh-private-key': text, 'ssh-passphrase': 'open sesame' })
    expect(lines).toEqual([key.publicLine, locked.publicLine])
  })
})

const weak = generateKeyPairSync('rsa', {
  modulusLength: 768,
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})

/** A folder for PATH in which a program does something else. */
const withProgram = (name: string, script: string): { readonly env: Pairs } => {
  const folder = job.newFolder()
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return { env: { PATH: `${folder}:${process.env['PATH']}` } }
}

/** PATH with a few programs only. */
const withOnly = (...names: readonly string[]): { readonly env: Pairs } => {
  const folder = job.newFolder()
  for (const name of names) symlinkSync(`/usr/bin/${name}`, join(folder, name))
  return { env: { PATH: folder } }
}

const refusal = async (inputs: Pairs, more: { readonly env?: Pairs } = {}) => {
  const result = await job.useAgent(inputs, undefined, more)
  expect(result).toMatchObject({ mainExit: 1, postExit: 0, leftovers: [], orphans: [] })
  expect(result.exported).toEqual({})
  expect(result.annotations).toHaveLength(1)
  const { title, message } = result.annotations[0]!
  return { title, said: message.split('\n')[0], log: result.log, summary: result.summary }
}

describe('a step that is refused leaves nothing, and says why in one error', () => {
  test.each([
    ['no key', '', 'The private key is empty.'],
    ['a public key', key.publicLine, 'The key is a public key; logging in takes the private one.'],
    [
      'a public key among private ones',
      `${key.text}${locked.publicLine}\n${job.newKey().text}`,
      "Of 3 private keys, 1 can't be used.",
    ],
    [
      'a passphrase that is not given',
      locked.text,
      'The private key is protected by a passphrase, and none was given.',
    ],
    [
      'a key that ssh-add does not take',
      weak.privateKey,
      expect.stringMatching(/^ssh-add refuses the key SHA256:\S+ \(ssh-rsa\)\.$/),
    ],
  ])('%s', async (_, text, said) => {
    const result = await refusal({ 'ssh-private-key': text })
    expect(result).toMatchObject({ title: 'key-unusable', said })
    expect(result.summary).toContain('### No ssh-agent')
  })

  test('every key that is wrong is named', async () => {
    const text = `${key.text}${locked.publicLine}\n${locked.text}`
    const { said, log } = await refusal({ 'ssh-private-key': text })
    expect(said).toBe("Of 3 private keys, 2 can't be used.")
    expect(log).toContain('key 2: The key is a public key; logging in takes the private one.')
    expect(log).toContain(
      'key 3: The private key is protected by a passphrase, and none was given.',
    )
  })

  test('a wrong passphrase', async () => {
    const inputs = { 'ssh-private-key': locked.text, 'ssh-passphrase': 'close sesame' }
    expect(await refusal(inputs)).toMatchObject({
      said: 'The passphrase does not fit the private key.',
    })
  })

  test.each([
    ['shop.example.com', 'known-hosts cannot be read: line 1: '],
    [`SHA256:${'A'.repeat(43)}`, "ssh and git can't check a host by its fingerprint alone: "],
  ])('known hosts: %s', async (line, said) => {
    const inputs = { 'ssh-private-key': key.text, 'ssh-known-hosts': line }
    const result = await refusal(inputs)
    expect(result).toMatchObject({ title: 'input-invalid' })
    expect(result.said).toContain(said)
  })

  test.each([
    [['ssh', 'ssh-add'], 'Not installed: ssh-agent.'],
    [[], 'Not installed: ssh-agent, ssh-add, ssh.'],
  ])('with only %j on PATH', async (names, said) => {
    const result = await refusal({ 'ssh-private-key': key.text }, withOnly(...names))
    expect(result).toMatchObject({ title: 'agent-missing', said })
  })

  test('an agent that does not start', async () => {
    const broken = withProgram('ssh-agent', 'exec /usr/bin/ssh-agent -a /nowhere/socket')
    const result = await refusal({ 'ssh-private-key': key.text }, broken)
    expect(result).toMatchObject({ title: 'agent-failed', said: 'The ssh-agent did not start.' })
    expect(result.log).toContain('No such file or directory')
  })

  test('an agent that dies at once', async () => {
    const dying = withProgram(
      'ssh-agent',
      'said=$(/usr/bin/ssh-agent "$@"); eval "$said" >/dev/null; kill "$SSH_AGENT_PID"\n' +
        'while kill -0 "$SSH_AGENT_PID" 2>/dev/null; do sleep 0.1; done; echo "$said"',
    )
    expect(await refusal({ 'ssh-private-key': key.text }, dying)).toMatchObject({
      title: 'agent-failed',
      said: 'The ssh-agent ended before its keys were in it.',
    })
  })

  test('an ssh that does not know the configuration', async () => {
    const old = withProgram('ssh', 'echo "line 3: Bad configuration option" >&2; exit 255')
    const result = await refusal({ 'ssh-private-key': key.text }, old)
    expect(result).toMatchObject({
      title: 'agent-failed',
      said: 'ssh does not take the configuration written for it.',
    })
    expect(result.log).toContain('Bad configuration option')
  })

  test('a life-time without end', async () => {
    const inputs = { 'ssh-private-key': key.text, 'key-lifetime': '1000h' }
    expect(await refusal(inputs)).toMatchObject({
      title: 'input-invalid',
      said: 'Input key-lifetime must be at most 120h, not "1000h".',
    })
  })
})
