import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Between } from '../../../lab/kit/step.ts'
import { runAction } from '../../../lab/kit/runner.ts'
import { stopAll } from '../../ssh/sshd.ts'
import * as job from './job.ts'

let server: job.Server
beforeAll(async () => (server = await job.newServer()))
afterAll(async () => {
  await stopAll()
  job.removeAll()
})

const inputs = () => ({ 'ssh-private-key': server.keyText, 'ssh-known-hosts': server.knownLine })
const login = () => `ssh ${server.address} echo in`

/** Nothing runs any more; a zombie only waits to be asked for its exit code. */
const hasEnded = (pid: string): boolean =>
  !existsSync(`/proc/${pid}`) || readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')

const ours = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => /^seaworthy-[A-Za-z0-9]{6}$/.test(name))

describe('after the job', () => {
  test('the agent is gone, and all its files; HOME was never written to', async () => {
    const home = job.newFolder()
    writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ada\n')
    const before = [job.contents(home), job.ownSsh()]
    let folder = ''
    let pid = ''
    const result = await job.useAgent(
      { ...inputs(), 'ssh-private-key': job.newKey('-C', 'git@github.com:a/b').text },
      async (later) => {
        folder = job.folderOf(later)
        pid = later.env['SSH_AGENT_PID']!
        expect(hasEnded(pid)).toBe(false)
        await job.step(later, 'git ls-remote --get-url git@github.com:a/b')
      },
      { env: { HOME: home } },
    )
    expect([job.contents(home), job.ownSsh()]).toEqual(before)
    expect(readdirSync(home)).toEqual(['.gitconfig'])
    expect([hasEnded(pid), job.exists(folder)]).toEqual([true, false])
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
  })

  test('an agent that somebody has ended before is no mistake', async () => {
    const result = await job.useAgent(inputs(), async (later) => {
      await job.step(later, 'kill $SSH_AGENT_PID')
    })
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
  })
})

/** PATH with an ssh-add of our own before the real one. */
const withSshAdd = (script: string): { readonly env: { readonly PATH: string } } => {
  const folder = job.newFolder()
  writeFileSync(join(folder, 'ssh-add'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return { env: { PATH: `${folder}:${process.env['PATH']}` } }
}

test('a main phase that is cancelled while it adds keys ends its agent', async () => {
  const adding = join(job.newFolder(), 'adding')
  const handle = runAction('ssh-agent', {
    workspace: job.newFolder(),
    inputs: inputs(),
    ...withSshAdd(`touch ${adding}; exec sleep 60`),
  })
  for (let turn = 0; turn < 1000 && !existsSync(adding); turn += 1) await sleep(20)
  handle.signal('SIGINT')
  const result = await handle.result
  expect(result).toMatchObject({ mainExit: 1, postExit: 0, leftovers: [], orphans: [] })
  expect(result.annotations).toMatchObject([{ title: 'cancelled' }])
  expect(result.exported).toEqual({})
})

test('a main phase that was killed leaves its agent to post', async () => {
  const result = await job.useAgent(inputs(), undefined, withSshAdd('kill -KILL $PPID; sleep 60'))
  expect(result.mainExit).toBe(137)
  expect(result.postExit).toBe(0)
  expect(result.leftovers).toEqual([])
  expect(result.orphans).not.toContain('ssh-agent')
})

describe('twice in a job', () => {
  const other = () => job.newKey()

  test('the second agent serves, and the hosts of the first stay known', async () => {
    const seen: string[] = []
    await job.useAgent({ ...inputs(), 'ssh-private-key': other().text }, async (first) => {
      seen.push((await job.step(first, login())).stdout)
      const second = { ...inputs(), 'ssh-known-hosts': '' }
      const inner = await job.useAgent(
        second,
        async (later) => void seen.push((await job.step(later, login())).stdout),
        { env: first.env },
      )
      expect(inner.exitCode).toBe(0)
      seen.push((await job.step(first, 'ssh-add -l')).stdout.split(' ')[0]!)
    })
    expect(seen).toEqual(['', 'in\n', '256'])
  })

  test('post hands over to the agent before, for the posts of earlier steps', async () => {
    await job.useAgent(inputs(), async (first) => {
      const { handedOver } = await job.useAgent(inputs(), undefined, { env: first.env })
      const { SSH_AUTH_SOCK, SSH_AGENT_PID } = first.env
      expect(handedOver).toMatchObject({ SSH_AUTH_SOCK, SSH_AGENT_PID })
    })
  })
})

test('jobs side by side on one machine each have their own agent', async () => {
  const shared = job.newFolder()
  const two = [server.keyText, job.newKey('-C', 'other').text]
  let waiting = 0
  const meet = Promise.withResolvers<undefined>()
  const seen = await Promise.all(
    two.map(async (text) => {
      let listed = ''
      const between = async (later: Between): Promise<void> => {
        waiting += 1
        if (waiting === 2) meet.resolve(undefined)
        await meet.promise
        listed = (await job.step(later, 'ssh-add -l | wc -l; ssh-add -L')).stdout.trim()
      }
      const env = { RUNNER_TEMP: shared }
      const { exitCode } = await job.useAgent({ 'ssh-private-key': text }, between, { env })
      return [exitCode, listed.split('\n')[0], listed.split(' ').at(-2)] as const
    }),
  )
  expect(seen.map(([code, count]) => [code, count])).toEqual([
    [0, '1'],
    [0, '1'],
  ])
  expect(readdirSync(shared)).toEqual([])
})

describe('a RUNNER_TEMP that no socket or PATH can be made in', () => {
  test.each([
    ['is longer than a socket may be', 'long/'.repeat(25)],
    ['has a blank', 'my runner/_temp'],
    ['has a colon', 'a:b/_temp'],
  ])('%s: the agent has its folder elsewhere, and it is removed', async (_, path) => {
    const temp = join(job.newFolder(), path)
    mkdirSync(temp, { recursive: true })
    const before = ours()
    let answer = ''
    let folder = ''
    const result = await job.useAgent(
      inputs(),
      async (later) => {
        folder = job.folderOf(later)
        answer = (await job.step(later, login())).stdout
      },
      { env: { RUNNER_TEMP: temp } },
    )
    expect(folder).toMatch(/^\/tmp\/seaworthy-/)
    expect([answer, result.exitCode, job.exists(folder)]).toEqual(['in\n', 0, false])
    expect(ours()).toEqual(before)
  })

  test('one that is short is used', async () => {
    const temp = job.newFolder('/tmp')
    let folder = ''
    await job.useAgent(inputs(), (later) => Promise.resolve(void (folder = job.folderOf(later))), {
      env: { RUNNER_TEMP: temp },
    })
    expect(folder.startsWith(`${temp}/seaworthy-`)).toBe(true)
  })
})
