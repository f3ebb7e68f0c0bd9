import { expect } from '@jest/globals'
import type { PostgresServer } from '../../../../lab/kit/postgres.ts'
import type { Handle, StepResult } from '../../../../lab/kit/step.ts'
import type { Nightly } from './steps.ts'

/** All that people get to see of a step, and what it left for others on the runner's disk. */
const shownBy = ({ log, rawLog, summary, outputs, state }: StepResult): string =>
  [
    ...[log, summary, JSON.stringify(outputs), JSON.stringify(state)],
    ...rawLog.split('\n').filter((line) => !line.startsWith('::add-mask::')),
  ].join('\n')

export const expectNoSecrets = (result: StepResult, secrets: readonly string[]): void => {
  const shown = shownBy(result)
  for (const secret of secrets) expect(shown).not.toContain(secret)
}

/**
 * The step has failed by one clear error of this code, kept nothing on GitHub, left neither files nor
 * processes, and gave none of the secrets away.
 * @returns the error's text and all that the log and the summary say beside it.
 */
export const expectRefused = (
  result: StepResult,
  { world }: Pick<Nightly, 'world'>,
  code: string,
  secrets: readonly string[] = [],
): string => {
  const errors = result.annotations.filter(({ kind }) => kind === 'error')
  expect(errors.map(({ title }) => title)).toEqual([code])
  expect(result).toMatchObject({ exitCode: 1, mainExit: 1, postExit: 0 })
  expect(result).toMatchObject({ leftovers: [], orphans: [], outputs: {} })
  expect(result.summary).toContain('No backup was made')
  // By name: their bytes, were there any, would drown whoever compares them.
  expect(world.artifacts.map(({ name }) => name)).toEqual([])
  expectNoSecrets(result, secrets)
  return [errors[0]?.message, result.log, result.summary].join('\n')
}

const rounds = 20_000

type Send = (pid: number, signal: 'SIGSTOP' | 'SIGCONT') => unknown

/**
 * The process of the server that sends a table's rows to pg_dump, seen at work and then stopped.
 * @param send a signal's way to that process, where it is not one of this machine.
 */
export const holdDump = async (
  server: Pick<PostgresServer, 'connect'>,
  handle: Handle,
  send: Send = (pid, signal) => process.kill(pid, signal),
): Promise<{ readonly pid: number; readonly release: () => void }> => {
  await handle.waitForLine(/dumping and fingerprinting/)
  const client = await server.connect()
  try {
    for (let round = 0; round < rounds; round += 1) {
      const { rows } = await client.query<{ readonly pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query ~ '^COPY public[.]docs .* TO stdout'`,
      )
      const [found] = rows
      if (found === undefined) continue
      await send(found.pid, 'SIGSTOP')
      return { pid: found.pid, release: () => void send(found.pid, 'SIGCONT') }
    }
    throw new Error('pg_dump was never seen to read the table')
  } finally {
    await client.end()
  }
}

/** The session that exported the snapshot: the oldest one of the step. */
export const exporterOf = async (server: PostgresServer, database: string): Promise<number> => {
  const [row] = await server.query(
    `SELECT pid FROM pg_stat_activity WHERE datname = '${database}' ORDER BY backend_start LIMIT 1`,
  )
  return Number(row?.['pid'])
}
