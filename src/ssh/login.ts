import ssh2 from 'ssh2'
import type { AnyAuthMethod, BaseAgent, ParsedKey, SignCallback } from 'ssh2'
import { fingerprintOf } from './fingerprint.ts'
import type { Login, Target } from './target.ts'

/** What a login came to, for the message when it is refused. */
export interface LoginAttempt {
  /** What the server said it would accept, as far as it said so. */
  accepts: readonly string[]
  /** The key was accepted, and something more is wanted. */
  partial: boolean
}

/** A new one each time: ssh2 writes into it. */
const sha1Refused = (): Error =>
  new Error('the server wants an RSA signature with SHA-1, which is not made')

/** RSA keys sign with SHA-2 or not at all; ssh2 would use SHA-1 where a server does not name its own. */
const withoutSha1 = (key: ParsedKey): ParsedKey =>
  key.type === 'ssh-rsa'
    ? (Object.create(key, {
        sign: {
          value: (data: Buffer, hash?: string) =>
            hash === undefined || hash === 'sha1' ? sha1Refused() : key.sign(data, hash),
        },
      }) as ParsedKey)
    : key

/** ssh2 signs by `agent.sign(key, data, {hash}, done)` (client.js, USERAUTH_PK_OK). */
const agentWithoutSha1 = (path: string): BaseAgent => {
  const agent = ssh2.createAgent(path)
  const sign = agent.sign.bind(agent)
  const safely: typeof sign = (key: ParsedKey, data: Buffer, options, done?: SignCallback) => {
    if (typeof options === 'object' && options.hash === 'sha1') done?.(sha1Refused())
    else if (typeof options === 'object') sign(key, data, options, done)
  }
  return Object.assign(agent, { sign: safely })
}

/** ssh2 asks it for the next method; false means that there is none left. */
type Handler = (accepts: readonly string[] | null, partial: boolean | null) => AnyAuthMethod | false

/**
 * Public keys only, each offered in turn, without ssh2's opening question (`none`), which costs a
 * round trip (35 to 80 ms).
 */
export const loginHandler = (target: Target, attempt: LoginAttempt): Handler => {
  const username = target.user
  const methods: AnyAuthMethod[] = target.keys.map(({ parsed }) => ({
    type: 'publickey',
    username,
    key: withoutSha1(parsed),
  }))
  if (target.agent !== undefined)
    methods.push({ type: 'agent', username, agent: agentWithoutSha1(target.agent) })
  return (accepts, partial) => {
    attempt.accepts = accepts ?? attempt.accepts
    attempt.partial ||= partial === true
    const refused = accepts !== null && !accepts.includes('publickey')
    return refused ? false : (methods.shift() ?? false)
  }
}

const identities = (path: string): Promise<readonly string[]> =>
  new Promise((resolve) => {
    ssh2.createAgent(path).getIdentities((error, keys) => {
      const list = error ? [] : (keys ?? [])
      resolve(
        list.map((key) => {
          const parsed = ssh2.utils.parseKey(key as Buffer)
          return parsed instanceof Error
            ? 'a key of unknown type, from the agent'
            : `${fingerprintOf(parsed.getPublicSSH())} (${parsed.type}, from the agent)`
        }),
      )
    })
  })

/** Fingerprints of every key that was offered, one a line. */
export const offeredKeys = async ({ keys, agent }: Login): Promise<readonly string[]> => [
  ...keys.map(({ fingerprint, type }) => `${fingerprint} (${type})`),
  ...(agent === undefined ? [] : await identities(agent)),
]
