import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { SeaworthyError } from '../base/error.ts'
import { sessionsAhead } from './ahead.ts'
import { openChannel, streamOf } from './channel.ts'
import type { Opened } from './channel.ts'
import { forwardErrorOf } from './channel-error.ts'
import { converse, tailKeeper } from './exec.ts'
import type { ExecLimits, ExecResult } from './exec.ts'
import { listenOn } from './listen.ts'
import type { Destination } from './listen.ts'
import { sessionsOf } from './sessions.ts'
import type { OpenSession } from './sessions.ts'

/**
 * One SSH connection to one host, logged in.
 *
 * Every method rejects at once with `host-lost` when the connection dies, with `host-unreachable`
 * when it had died before, and with the signal's reason when that is aborted. None has a time limit
 * of its own: see deadline.ts.
 */
export interface Connection {
  readonly name: string
  /** Gives a script to `sh` on standard input. An aborted script may run on on the host. */
  exec(script: string, limits: ExecLimits, signal: AbortSignal): Promise<ExecResult>
  /** Says that another script will follow: its session may be opened now. */
  expectScript(): void
  /** A connection to a unix socket on the host; rejects with a ForwardError as well. */
  forwardUnix(path: string, signal: AbortSignal): Promise<Duplex>
  /** A connection from the host to an address; rejects with a ForwardError as well. */
  forwardTcp(address: string, port: number, signal: AbortSignal): Promise<Duplex>
  /**
   * Has the host listen on a port of its loopback until what it resolves with is called, at the latest
   * until the connection ends; rejects with a ForwardError as well. One at a time for each port.
   */
  listen(port: number, destination: Destination, signal: AbortSignal): Promise<() => Promise<void>>
  /**
   * Standard input and output of a command; a failing one destroys the stream with a RunError, as
   * does one of which the host does not say how it ended. `onStderr` gets its standard error.
   */
  run(command: string, signal: AbortSignal, onStderr?: (chunk: Buffer) => void): Promise<Duplex>
  /** Why the connection died; never settles when it is closed by `close`. */
  readonly lost: Promise<SeaworthyError>
  /** Ends the connection and everything that goes on over it; resolves when it is gone. */
  close(): Promise<void>
}

/** A command whose streams were in use ended with an exit code other than 0. */
export class RunError extends Error {
  /** Null when a signal ended it. */
  readonly code: number | null
  /** The last 4 KiB. */
  readonly stderr: string

  constructor(command: string, code: number | null, stderr: string) {
    super(`${command} ended with exit code ${String(code)}`)
    this.name = 'RunError'
    this.code = code
    this.stderr = stderr
  }
}

const reasons: readonly (readonly [RegExp, string])[] = [
  [/Keepalive timeout/, 'it did not answer any more'],
  [/ECONNRESET|EPIPE/, 'it was reset'],
]

const lostError = (name: string, cause: Error | undefined): SeaworthyError => {
  const text = cause?.message ?? 'the host closed it'
  const reason = reasons.find(([looks]) => looks.test(text))?.[1] ?? text
  return new SeaworthyError('host-lost', `The connection to ${name} was lost: ${reason}.`, {
    cause,
  })
}

/** Everything that makes a stream from a channel, with what to do about its failure. */
const forwarder =
  (life: Life) =>
  async (start: (opened: Opened) => void, signal: AbortSignal): Promise<Duplex> => {
    const both = life.within(signal)
    try {
      return streamOf(await openChannel(start, both), life.signal)
    } catch (error) {
      throw both.aborted ? both.reason : forwardErrorOf(error as Error)
    }
  }

const runner =
  (life: Life, session: OpenSession) =>
  async (
    command: string,
    signal: AbortSignal,
    onStderr?: (chunk: Buffer) => void,
  ): Promise<Duplex> => {
    const channel = await session(command, life.within(signal))
    const stderr = tailKeeper(4096)
    channel.stderr.on('data', stderr.add)
    if (onStderr !== undefined) channel.stderr.on('data', onStderr)
    return streamOf(channel, life.signal, (code = null) =>
      code === 0 ? undefined : new RunError(command, code, stderr.bytes().toString('utf8')),
    )
  }

const gone = (client: Client): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      client.destroy()
      resolve()
    }, 1000)
    client.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    client.end()
  })

const unusable = (name: string, cause: unknown): SeaworthyError =>
  new SeaworthyError('host-unreachable', `There is no connection to ${name} any more.`, {
    ...(cause instanceof Error ? { evidence: [cause.message] } : {}),
    cause,
  })

interface Life {
  /** Aborted, with the error as its reason, when the connection is no more. */
  readonly signal: AbortSignal
  readonly lost: Promise<SeaworthyError>
  readonly close: () => Promise<void>
  /** Both signals in one; throws `host-unreachable` when the connection is no more. */
  readonly within: (signal: AbortSignal) => AbortSignal
}

const watch = (name: string, client: Client, onEnd: () => Promise<void>): Life => {
  const life = new AbortController()
  const lost = Promise.withResolvers<SeaworthyError>()
  const die = (cause?: Error): void => {
    if (life.signal.aborted) return
    const error = lostError(name, cause)
    life.abort(error)
    lost.resolve(error)
    client.destroy()
    void onEnd()
  }
  client
    .on('error', die)
    .on('end', () => die())
    .on('close', () => die())
  return {
    signal: life.signal,
    lost: lost.promise,
    close: async () => {
      const wasAlive = !life.signal.aborted
      life.abort(new SeaworthyError('host-lost', `The connection to ${name} was closed.`))
      if (wasAlive) await gone(client)
      await onEnd()
    },
    within: (signal) => {
      if (life.signal.aborted) throw unusable(name, life.signal.reason)
      return AbortSignal.any([life.signal, signal])
    },
  }
}

/** Takes over a client that has just logged in. `onEnd` is called when the connection has ended. */
export const connectionOf = (
  name: string,
  client: Client,
  onEnd: () => Promise<void>,
): Connection => {
  const life = watch(name, client, onEnd)
  const session = sessionsOf(name, client, () => shells.giveUp())
  const shells = sessionsAhead((signal) => session('sh', signal), life.signal)
  const forward = forwarder(life)
  const run = runner(life, session)
  return {
    name,
    lost: life.lost,
    close: life.close,
    exec: async (script, limits, signal) => {
      const both = life.within(signal)
      return converse(await shells.take(both), script, limits, both)
    },
    expectScript: shells.expect,
    forwardUnix: (path, signal) =>
      forward((opened) => client.openssh_forwardOutStreamLocal(path, opened), signal),
    forwardTcp: (address, port, signal) =>
      forward((opened) => client.forwardOut('127.0.0.1', 0, address, port, opened), signal),
    listen: (port, destination, signal) => {
      const both = life.within(signal)
      return listenOn(client, port, destination, { life: life.signal, signal: both })
    },
    run,
  }
}
