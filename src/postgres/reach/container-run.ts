import { messageOf } from '../../base/reason.ts'
import { randomUUID } from 'node:crypto'
import { PassThrough } from 'node:stream'
import type { Duplex } from 'node:stream'
import { stderrBytes } from '../client/run.ts'
import type { Ended, Program, Running } from '../database.ts'
import { RunError } from '../../ssh/connection.ts'
import type { Connection } from '../../ssh/connection.ts'
import { tailKeeper } from '../../ssh/exec.ts'
import type { FullAddress } from './address.ts'
import { endScript, programScript } from './container-script.ts'

export interface Inside {
  readonly container: string
  readonly connection: Connection
  readonly address: FullAddress
}

const limits = { stdoutBytes: 0, stderrBytes: 0 }

/** Resolves with the exit code; rejects when the way to the program was lost. */
const codeOf = (channel: Duplex, stdout: PassThrough): Promise<number | null> =>
  new Promise((resolve, reject) => {
    channel.pipe(stdout, { end: false })
    channel.on('error', (error) => {
      if (error instanceof RunError) resolve(error.code)
      else reject(error)
    })
    channel.on('end', () => resolve(0))
    channel.on('close', () => reject(new Error('the program was given up')))
    stdout.on('close', () => channel.destroy())
  })

/**
 * Runs a program in the container. Its exit code and standard error travel; when it is aborted, it
 * is ended inside the container too, as far as the host can still be asked.
 */
export const runInside = (
  { container, connection, address }: Inside,
  program: Program,
  args: readonly string[],
  signal: AbortSignal,
): Running => {
  const stdout = new PassThrough()
  const stderr = tailKeeper(stderrBytes)
  const mark = randomUUID()
  const stop = (): void => void stdout.destroy()
  signal.addEventListener('abort', stop, { once: true })
  const giveUp = async (): Promise<void> => {
    const patience = AbortSignal.timeout(10_000)
    await connection.exec(endScript(container, mark), limits, patience).catch(() => undefined)
  }
  const converse = async (): Promise<Ended> => {
    try {
      signal.throwIfAborted()
      const channel = await connection.run('sh', signal, stderr.add)
      channel.end(programScript({ container, program, args, mark }, address))
      const code = await codeOf(channel, stdout)
      stdout.end()
      return { code, stderr: stderr.bytes().toString('utf8') }
    } catch (error) {
      stdout.destroy(signal.aborted ? undefined : (error as Error))
      await giveUp()
      stderr.add(Buffer.from(messageOf(signal.aborted ? signal.reason : error)))
      return { code: null, stderr: stderr.bytes().toString('utf8') }
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
  return { stdout, ended: converse() }
}
