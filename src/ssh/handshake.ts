import type { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import type { Algorithms, Client, ConnectConfig } from 'ssh2'
import { SeaworthyError } from '../base/error.ts'
import { whenAborted } from './abort.ts'
import { hostKeyError, loginError, unreachable } from './connect-errors.ts'
import { judgeHostKey, keyTypeOf } from './judge-host-key.ts'
import type { HostKeyVerdict } from './judge-host-key.ts'
import { loginHandler, offeredKeys } from './login.ts'
import type { LoginAttempt } from './login.ts'
import type { Target } from './target.ts'

/** The server hung up before it said who it is: it may be busy (MaxStartups), so try again. */
export class EarlyHangUpError extends Error {}

/** The host showed a key that is not trusted; another of its keys may be. */
export class DistrustedKeyError extends Error {
  readonly keyType: string
  readonly error: SeaworthyError

  constructor(keyType: string, error: SeaworthyError) {
    super(error.message)
    this.keyType = keyType
    this.error = error
  }
}

/** What is known of a handshake at any moment: decides what its failure means. */
interface Progress {
  readonly login: LoginAttempt
  distrusted?: { readonly verdict: HostKeyVerdict; readonly keyType: string }
  /** Keys are exchanged and the host key is trusted. */
  agreed: boolean
}

const levelOf = (error: Error): unknown => ('level' in error ? error.level : undefined)

const explainLogin = async (
  target: Target,
  attempt: LoginAttempt,
  cause: Error,
): Promise<SeaworthyError> => {
  if (levelOf(cause) === 'agent' && !cause.message.includes('SHA-1'))
    return new SeaworthyError(
      'key-unusable',
      `The SSH agent at ${target.agent ?? ''} does not work: ${cause.message}.`,
      { hint: 'Is SSH_AUTH_SOCK set to the socket of an agent that still runs?', cause },
    )
  const refused = attempt.accepts.length > 0 || /authentication|sign/i.test(cause.message)
  return refused
    ? loginError(target, attempt, await offeredKeys(target), cause)
    : unreachable(target, `the login did not come to an end (${cause.message})`, { cause })
}

const explain = async (target: Target, progress: Progress, cause: Error): Promise<Error> => {
  const { distrusted, agreed, login } = progress
  if (distrusted !== undefined && distrusted.verdict.verdict !== 'trusted')
    return new DistrustedKeyError(distrusted.keyType, hostKeyError(target, distrusted.verdict))
  const mismatch = /no matching (.+)$/.exec(cause.message)?.[1]
  if (mismatch !== undefined)
    return unreachable(target, `it offers no ${mismatch} that is considered safe`, {
      hint: 'Update the SSH server; SHA-1, CBC and RSA signatures of the old kind are not spoken.',
      cause,
    })
  return agreed
    ? explainLogin(target, login, cause)
    : new EarlyHangUpError(cause.message, { cause })
}

export interface HandshakeOptions<T> {
  readonly target: Target
  readonly algorithms: Algorithms
  readonly keepaliveIntervalMs: number
  /** Takes over the client in the very moment the login is done, so that no event is missed. */
  readonly adopt: (client: Client) => T
}

const ignore = (): void => undefined

const judge = (key: Buffer, target: Target, progress: Progress): boolean => {
  const verdict = judgeHostKey({ host: target.host, port: target.port, key }, target.known)
  if (verdict.verdict !== 'trusted') progress.distrusted = { verdict, keyType: keyTypeOf(key) }
  return verdict.verdict === 'trusted'
}

const configFor = <T>(
  sock: Duplex,
  { target, algorithms, keepaliveIntervalMs }: HandshakeOptions<T>,
  progress: Progress,
): ConnectConfig => ({
  sock,
  username: target.user,
  algorithms,
  keepaliveInterval: keepaliveIntervalMs,
  keepaliveCountMax: 3,
  readyTimeout: 0,
  strictVendor: false,
  authHandler: loginHandler(target, progress.login),
  hostVerifier: (key: Buffer) => judge(key, target, progress),
})

/**
 * Speaks SSH on an open connection until the login is done. The host key is judged before anything
 * of ours is shown. Rejects with EarlyHangUpError, DistrustedKeyError, a SeaworthyError, or the
 * signal's reason; the connection is closed then.
 */
export const handshake = <T>(
  stream: Duplex,
  options: HandshakeOptions<T>,
  signal: AbortSignal,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    const progress: Progress = { login: { accepts: [], partial: false }, agreed: false }
    const giveUp = (error: Error): void => {
      client.on('error', ignore).destroy()
      stream.destroy()
      reject(error)
    }
    const onEnd = (error?: Error): void => {
      release()
      client.off('error', onEnd).off('close', onEnd).on('error', ignore)
      const cause = error ?? new Error('the connection ended')
      void explain(options.target, progress, cause).then(giveUp)
    }
    const release = whenAborted(signal, giveUp)
    if (signal.aborted) return
    client
      .on('handshake', () => (progress.agreed = true))
      .on('error', onEnd)
      .on('close', onEnd)
      .once('ready', () => {
        release()
        client.off('error', onEnd).off('close', onEnd)
        resolve(options.adopt(client))
      })
    client.connect(configFor(stream, options, progress))
  })
