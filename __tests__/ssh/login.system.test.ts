import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { BaseAgent, ParsedKey } from 'ssh2'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readPrivateKey } from '../../src/ssh/keys.ts'
import { loginHandler } from '../../src/ssh/login.ts'
import { connects, failure, printOf, publicOf } from './attempt.ts'
import { makeKey, startSshd, stopAll } from './sshd.ts'
import type { Sshd } from './sshd.ts'

let sshd: Sshd

beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(stopAll)

/** A real ssh-agent. */
interface Agent {
  readonly socket: string
  readonly add: (path: string) => void
  readonly stop: () => Promise<void>
}

const startAgent = async (key: string): Promise<Agent> => {
  const socket = `${key}.agent`
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(agent.stdout, 'data')
  const env = { ...process.env, SSH_AUTH_SOCK: socket }
  const add = (path: string): void => void execFileSync('ssh-add', ['-q', path], { env })
  add(key)
  return {
    socket,
    add,
    stop: async () => {
      agent.kill()
      await once(agent, 'exit')
    },
  }
}

const me = userInfo().username

describe('the login', () => {
  test('with a key that is not allowed names user and fingerprints, and no key', async () => {
    const path = makeKey(join(sshd.folder, 'stranger'))
    const key = readPrivateKey(readFileSync(path, 'utf8'))
    const error = await failure(sshd.target({ keys: [key] }))
    expect(error.code).toBe('host-login-refused')
    expect(error.message).toContain(`did not let ${me} in`)
    expect(error.message).toContain(key.fingerprint)
    expect(error.evidence).toContain('the server accepts: publickey')
    expect(error.hint).toContain('authorized_keys')
    const said = JSON.stringify([error.message, error.hint, error.evidence])
    expect(said).not.toContain(key.text.split('\n')[1]!.slice(0, 20))
  })

  test('goes on to the next key', async () => {
    const path = makeKey(join(sshd.folder, 'first'))
    const first = readPrivateKey(readFileSync(path, 'utf8'))
    expect(await connects(sshd.target({ keys: [first, sshd.key] }))).toBe(true)
  })

  test('with more keys than the server hears names them all', async () => {
    const strict = await startSshd(['MaxAuthTries 1'])
    const path = makeKey(join(strict.folder, 'first'))
    const first = readPrivateKey(readFileSync(path, 'utf8'))
    const error = await failure(strict.target({ keys: [first, strict.key] }))
    await strict.stop()
    expect(error.code).toBe('host-login-refused')
    expect(error.message).toContain(first.fingerprint)
    expect(error.message).toContain('Too many authentication failures')
  })

  test('that needs a second proof says so', async () => {
    const strict = await startSshd(['AuthenticationMethods publickey,publickey'])
    const error = await failure(strict.target())
    await strict.stop()
    expect(error.message).toContain(`accepted the key of ${me}, but wants a second proof`)
  })

  test('without any key is refused', async () => {
    const error = await failure(sshd.target({ keys: [] }))
    expect(error.code).toBe('host-login-refused')
    expect(error.evidence[0]).toBe('offered: no key at all')
  })

  test.each(['rsa', 'ecdsa'])('with a key of type %s', async (type) => {
    const path = makeKey(join(sshd.folder, `login-${type}`), '-t', type)
    const other = await startSshd([`AuthorizedKeysFile ${path}.pub`])
    const key = readPrivateKey(readFileSync(path, 'utf8'))
    expect(await connects(other.target({ keys: [key] }))).toBe(true)
    await other.stop()
  })

  test('never signs with SHA-1', async () => {
    const path = makeKey(join(sshd.folder, 'old'), '-t', 'rsa')
    const agent = await startAgent(path)
    const target = sshd.target({
      keys: [readPrivateKey(readFileSync(path, 'utf8'))],
      agent: agent.socket,
    })
    const next = loginHandler(target, { accepts: [], partial: false })
    const [own, agents] = [next(null, null), next(['publickey'], false)]
    if (own === false || own.type !== 'publickey') throw new Error('the key comes first')
    if (agents === false || agents.type !== 'agent') throw new Error('then comes the agent')
    const [key, byAgent] = [own.key as ParsedKey, agents.agent as BaseAgent]
    const data = Buffer.from('data')
    const signed = (hash: 'sha1' | 'sha256'): Promise<readonly unknown[]> =>
      new Promise((resolve) => {
        byAgent.sign(key, data, { hash }, (error, signature) =>
          resolve([key.sign(data, hash), error ?? signature]),
        )
      })
    const refusal = { message: 'the server wants an RSA signature with SHA-1, which is not made' }
    expect(await signed('sha1')).toMatchObject([refusal, refusal])
    expect((await signed('sha256')).map((one) => Buffer.isBuffer(one))).toEqual([true, true])
    await agent.stop()
  })

  describe('with an agent', () => {
    let agent: Agent
    beforeAll(async () => {
      agent = await startAgent(makeKey(join(sshd.folder, 'agents')))
    })
    afterAll(() => agent.stop())

    test('that holds no key of the host lists what it offered', async () => {
      const path = join(sshd.folder, 'agents')
      const error = await failure(sshd.target({ keys: [], agent: agent.socket }))
      expect(error.code).toBe('host-login-refused')
      expect(error.message).toContain(`${printOf(publicOf(path))} (ssh-ed25519, from the agent)`)
    })
    test('that holds the key', async () => {
      agent.add(sshd.keyFile)
      expect(await connects(sshd.target({ keys: [], agent: agent.socket }))).toBe(true)
    })
    test('that is not there', async () => {
      const error = await failure(sshd.target({ keys: [], agent: `${agent.socket}-gone` }))
      expect(error.code).toBe('key-unusable')
      expect(error.message).toContain('SSH agent at')
    })
  })
})
