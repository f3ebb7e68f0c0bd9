import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Between } from '../../../lab/kit/step.ts'
import { makeKey, stopAll } from '../../ssh/sshd.ts'
import * as job from './job.ts'

let server: job.Server
beforeAll(async () => (server = await job.newServer()))
afterAll(async () => {
  await stopAll()
  job.removeAll()
})

const inputs = () => ({ 'ssh-private-key': server.keyText, 'ssh-known-hosts': server.knownLine })

describe('later steps of the job', () => {
  test.each([
    ['ssh', () => `ssh ${server.address} echo hello`],
    [
      'scp',
      () =>
        `echo hello > file && scp -q -P ${server.port} file "$USER@127.0.0.1:${server.folder}/by-scp" && cat ${server.folder}/by-scp`,
    ],
    [
      'sftp',
      () =>
        `echo 'get ${server.folder}/greeting copy' | sftp -q -b - -P ${server.port} "$USER@127.0.0.1" > log && cat copy`,
    ],
    ['git by its own way to ssh', () => `$GIT_SSH_COMMAND ${server.address} echo hello`],
    [
      'a program that gets the configuration by name',
      () => `/usr/bin/ssh -F "$SEAWORTHY_SSH_CONFIG" ${server.address} echo hello`,
    ],
  ])('reach a host by %s, with nothing more said', async (_, command) => {
    writeFileSync(join(server.folder, 'greeting'), 'hello\n')
    const seen: unknown[] = []
    const folder = job.newFolder()
    const user = server.target().user
    const { exitCode } = await job.useAgent(inputs(), async (later) => {
      seen.push(await job.step(later, `cd ${folder} && USER=${user} && ${command()}`))
    })
    expect(seen).toEqual([{ code: 0, stdout: 'hello\n', stderr: '' }])
    expect(exitCode).toBe(0)
  })

  test('are refused by a host that nothing pins, and by one that shows another key', async () => {
    const other = readFileSync(`${makeKey(join(job.newFolder(), 'other'))}.pub`, 'utf8')
    const answers: string[] = []
    for (const line of ['', `[127.0.0.1]:${server.port} ${other}`])
      await job.useAgent({ ...inputs(), 'ssh-known-hosts': line }, async (later) => {
        const { code, stdout, stderr } = await job.step(later, `ssh ${server.address} echo in`)
        answers.push(`${code} ${stdout}${stderr.trim().split('\n').at(-1)}`)
      })
    expect(answers).toEqual(Array(2).fill('255 Host key verification failed.\r'.trim()))
  })

  test('find an agent in a folder of its own, which forgets its keys in time', async () => {
    const modes: number[] = []
    let last = ''
    await job.useAgent({ ...inputs(), 'key-lifetime': '1s' }, async (later) => {
      modes.push(statSync(job.folderOf(later)).mode & 0o777)
      expect(later.env['SSH_AUTH_SOCK']).toBe(later.outputs['ssh-auth-sock'])
      for (let turn = 0; turn < 200 && last !== 'The agent has no identities.'; turn += 1) {
        last = (await job.step(later, 'ssh-add -l')).stdout.trim()
        await sleep(50)
      }
    })
    expect(modes).toEqual([0o700])
    expect(last).toBe('The agent has no identities.')
  })

  test('see the public keys and their fingerprints', async () => {
    const key = job.newKey('-C', 'deploy of shop')
    const both = `${server.keyText}${key.text}`
    let listed = ''
    const { log, outputs } = await job.useAgent({ 'ssh-private-key': both }, async (later) => {
      listed = (await job.step(later, 'ssh-add -L')).stdout
    })
    const lines = [server.key.publicLine, key.publicLine]
    expect(outputs['public-keys']).toBe(lines.join('\n'))
    expect(listed.split('\n').map((line) => line.trim())).toEqual([
      expect.stringContaining(server.key.publicLine),
      key.publicLine,
      '',
    ])
    expect(outputs['fingerprints']?.split('\n')[0]).toBe(server.key.fingerprint)
    expect(log).toContain(`  public key: ${key.publicLine}\n`)
    expect(log).toMatch(/^ssh-agent runs as process \d+; it forgets its keys after 6h\.$/m)
  })
})

/** Lines of a private key that its public half does not have. */
const secretLines = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('-----'))

test('no part of a key is in a log, a file, an argument or an environment', async () => {
  const locked = job.newKey('-N', 'open sesame', '-C', 'locked')
  const text = `${server.keyText}${locked.text}`
  const recorder = job.newFolder()
  const record = `cat /proc/$$/environ /proc/$$/cmdline >> ${recorder}/seen`
  for (const name of ['ssh-add', 'ssh-agent'])
    writeFileSync(join(recorder, name), `#!/bin/sh\n${record}\nexec /usr/bin/${name} "$@"\n`, {
      mode: 0o755,
    })
  let inJob = ''
  const look = ({ env, outputs }: Between): Promise<void> => {
    const agent = `/proc/${env['SSH_AGENT_PID']}`
    inJob = [
      ...Object.values(job.contents(job.folderOf({ outputs }))),
      readFileSync(`${agent}/environ`, 'latin1'),
      readFileSync(`${agent}/cmdline`, 'latin1'),
      JSON.stringify(env),
    ].join('\n')
    return Promise.resolve()
  }
  const result = await job.useAgent(
    { 'ssh-private-key': text, 'ssh-passphrase': 'open sesame' },
    look,
    { env: { PATH: `${recorder}:${process.env['PATH']}` } },
  )
  expect(result.exitCode).toBe(0)
  expect(readdirSync(recorder)).toContain('seen')
  const recorded = readFileSync(join(recorder, 'seen'), 'latin1')
  expect(recorded).toContain('ssh-add')
  const unmasked = result.rawLog.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  const everywhere = [
    ...[inJob, recorded, result.log, ...unmasked, result.summary],
    JSON.stringify([result.state, result.outputs, result.exported]),
  ].join('\n')
  for (const line of [...secretLines(text), 'open sesame', 'PRIVATE KEY'])
    expect(everywhere).not.toContain(line)
})
