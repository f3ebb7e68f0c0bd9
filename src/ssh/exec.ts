import type { ClientChannel } from 'ssh2'
import { whenAborted } from './abort.ts'

export interface ExecLimits {
  /** Bytes of standard output that are kept, from its beginning. */
  readonly stdoutBytes: number
  /** Bytes of standard error that are kept, from its end. */
  readonly stderrBytes: number
}

export interface ExecResult {
  /** Exit code; null when a signal ended the command. */
  readonly code: number | null
  /** `SIGKILL`, or undefined. */
  readonly signal: string | undefined
  readonly stdout: Buffer
  readonly stderr: Buffer
  /** Standard output had more than was kept. */
  readonly overflowed: boolean
}

/** Keeps the first `limit` bytes. */
export const headKeeper = (limit: number) => {
  const chunks: Buffer[] = []
  let kept = 0
  let seen = 0
  return {
    add: (chunk: Buffer): void => {
      seen += chunk.length
      if (kept >= limit) return
      const part = chunk.subarray(0, limit - kept)
      kept += part.length
      chunks.push(part)
    },
    bytes: (): Buffer => Buffer.concat(chunks),
    overflowed: (): boolean => seen > limit,
  }
}

/** Keeps the last `limit` bytes. */
export const tailKeeper = (limit: number) => {
  let tail: Buffer = Buffer.alloc(0)
  return {
    add: (chunk: Buffer): void => {
      tail = Buffer.concat([tail, chunk]).subarray(-limit)
    },
    bytes: (): Buffer => tail,
  }
}

/**
 * Gives a text to a command's standard input and collects what it answers. When the signal is
 * aborted it closes the channel and rejects with the signal's reason at once; the command on the
 * host may well run on.
 */
export const converse = (
  channel: ClientChannel,
  input: string,
  limits: ExecLimits,
  signal: AbortSignal,
): Promise<ExecResult> =>
  new Promise((resolve, reject) => {
    const stdout = headKeeper(limits.stdoutBytes)
    const stderr = tailKeeper(limits.stderrBytes)
    const release = whenAborted(signal, (reason) => {
      channel.close()
      reject(reason)
    })
    if (signal.aborted) return
    channel.on('data', stdout.add)
    channel.stderr.on('data', stderr.add)
    channel.on('close', (code: number | null = null, name?: string) => {
      release()
      resolve({
        code,
        signal: name,
        stdout: stdout.bytes(),
        stderr: stderr.bytes(),
        overflowed: stdout.overflowed(),
      })
    })
    channel.end(input)
  })
