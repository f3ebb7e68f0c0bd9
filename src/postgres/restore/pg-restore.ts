import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { SeaworthyError } from '../../base/error.ts'
import { execArguments } from '../server/docker.ts'
import { evidenceOf, runProgram, type Outcome } from '../../base/program.ts'
import type { Throwaway } from '../server/throwaway.ts'
import { withoutSecrets } from '../without-secrets.ts'
import { objectIn } from './object-in.ts'
import type { Restorer } from './restorer.ts'

/** The archive: a file, or where disk is short a stream that can be had more than once. */
export type Archive =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stream'; readonly open: () => Readable }

/** What every call of `pg_restore` needs. */
export interface Restoring {
  readonly server: Throwaway
  readonly restorer: Restorer
  readonly archive: Archive
  readonly signal: AbortSignal
}

/** A default of the restored database must not keep its own data out. */
const options = '-c default_transaction_read_only=off -c lock_timeout=0'

/** Whether `pg_restore` opens the file itself, as several workers need. */
export const opensFile = ({ archive, restorer }: Pick<Restoring, 'archive' | 'restorer'>) =>
  archive.kind === 'file' && restorer.kind === 'program'

const inputOf = (restoring: Restoring): Readable | undefined => {
  const { archive } = restoring
  if (opensFile(restoring)) return undefined
  return archive.kind === 'file' ? createReadStream(archive.path) : archive.open()
}

/**
 * Runs `pg_restore` on the archive; the outcome is for the caller to judge. Of the head, stdout has one
 * character for each byte: it is in the encoding of the database.
 */
export const pgRestore = async (
  restoring: Restoring,
  args: readonly string[],
  onlyHead = false,
): Promise<Outcome> => {
  const { server, restorer, archive, signal } = restoring
  const file = archive.kind === 'file' && restorer.kind === 'program' ? [archive.path] : []
  const [program, before] =
    restorer.kind === 'program'
      ? [restorer.path, []]
      : ['docker', execArguments(restorer.container, 'pg_restore')]
  const env = restorer.kind === 'program' ? server.env : restorer.env
  const outcome = await runProgram(program, [...before, ...args, ...file], {
    ...{ env: { ...env, PGOPTIONS: options }, signal, input: inputOf(restoring) },
    ...(onlyHead ? { limit: 600_000, binary: true } : {}),
  })
  signal.throwIfAborted()
  return outcome
}

const connectionLost =
  /server closed the connection|connection to server .* failed|terminating connection/

/** A connection is lost some milliseconds before the process is gone. */
const hasEnded = async (server: Throwaway, { tail }: Outcome): Promise<boolean> => {
  for (let tries = 0; tries < 40 && server.alive() && connectionLost.test(tail); tries += 1)
    await sleep(50)
  return !server.alive()
}

/** @throws SeaworthyError `restore-failed`, naming the object that failed or the server's end. */
export const refuseOutcome = async (server: Throwaway, outcome: Outcome): Promise<never> => {
  const evidence = evidenceOf('pg_restore', outcome).map(withoutSecrets)
  if (await hasEnded(server, outcome)) {
    const log = await server.logTail()
    throw new SeaworthyError('restore-failed', 'the throw-away server ended during the restore', {
      hint: 'memory and disk of the runner are the usual causes; its log is below',
      evidence: [...evidence, `log of the server:\n${withoutSecrets(log)}`],
    })
  }
  const object = objectIn(withoutSecrets(outcome.tail))
  throw new SeaworthyError(
    'restore-failed',
    object === undefined ? 'pg_restore failed' : `pg_restore could not restore ${object}`,
    {
      hint: 'the backup does not restore as it is: roles and stubs that a hosted database has belong into bootstrap-sql',
      evidence,
    },
  )
}
