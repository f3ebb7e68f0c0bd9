import { SeaworthyError } from '../../base/error.ts'
import type { Client, Ended, Program, Running } from '../../postgres/database.ts'
import { endedHint } from '../../postgres/look/ended.ts'

/** What pg_dump says, and what helps. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [/server version mismatch/, 'Install the client of the server’s major version.'],
  [/permission denied/, 'Grant the role of the backup the right to read it.'],
  [/row-level security/, 'Use a role with BYPASSRLS: a backup must see every row.'],
  [
    /lock.*timeout|canceling statement due to (?!conflict)/,
    'Something held a lock for too long; try again later.',
  ],
  [
    /does not exist|could not open relation/,
    'A table was dropped or changed meanwhile; try again.',
  ],
]

const remedyOf = (stderr: string): string =>
  remedies.find(([says]) => says.test(stderr))?.[1] ??
  endedHint(stderr).hint ??
  'Its own words are below.'

/** @throws SeaworthyError `dump-failed` unless the program ended well and complained of nothing. */
export const requireEnded = (program: Program, { code, stderr }: Ended): void => {
  const complained = /^pg_dump(?:all)?: error:/m.test(stderr)
  if (code === 0 && !complained) return
  const how = code === null ? 'was ended by a signal' : `ended with exit code ${code}`
  throw new SeaworthyError('dump-failed', `${program} ${how}`, {
    hint: remedyOf(stderr),
    evidence: [stderr.trim() || 'It said nothing.'],
  })
}

/** The whole output of a program, for the texts beside the dump. @throws `dump-failed`. */
export const textOf = async (
  client: Client,
  program: Program,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> => {
  const running = client.run(program, args, signal)
  const pieces: Buffer[] = []
  const reading = (async () => {
    for await (const piece of running.stdout) pieces.push(Buffer.from(piece as Uint8Array))
  })()
  const [read] = await Promise.allSettled([reading])
  requireEnded(program, await running.ended)
  if (read.status === 'rejected') throw read.reason
  return Buffer.concat(pieces).toString('utf8')
}

const leftOut = (tables: readonly string[]): readonly string[] =>
  tables.map((table) => `--exclude-table=${table}`)

/** Waits no longer for a lock: a migration at work would be kept waiting by the dump in its turn. */
const always = ['--no-password', '--lock-wait-timeout=60s'] as const

export interface Wish {
  readonly snapshot: string
  /** A standby has no rows of unlogged tables. */
  readonly standby: boolean
  readonly excludeTables: readonly string[]
}

/** Custom format without compression: the layer outside compresses faster and checks itself. */
export const startDump = (client: Client, wish: Wish, signal: AbortSignal): Running =>
  client.run(
    'pg_dump',
    [
      ...['--format=custom', '--compress=0', `--snapshot=${wish.snapshot}`],
      ...always,
      ...(wish.standby ? ['--no-unlogged-table-data'] : []),
      ...leftOut(wish.excludeTables),
    ],
    signal,
  )

/**
 * Texts are read and kept as UTF-8, whatever the database's encoding. Of one without an encoding the
 * server can't tell, and gives the bytes as they are.
 */
const inUtf8 = (encoding: string): readonly string[] =>
  encoding === 'SQL_ASCII' ? [] : ['--encoding=UTF8']

/** The schema as text, with the database itself, owners and grants. Of a copy: without a wish. */
export const schemaText = (
  client: Client,
  wish: Wish | undefined,
  encoding: string,
  signal: AbortSignal,
): Promise<string> =>
  textOf(
    client,
    'pg_dump',
    [
      ...['--schema-only', '--create', '--no-tablespaces', ...inUtf8(encoding)],
      ...always,
      ...(wish === undefined
        ? []
        : [`--snapshot=${wish.snapshot}`, ...leftOut(wish.excludeTables)]),
    ],
    signal,
  )

/** Roles without their passwords, which any role may read. */
export const globalsText = (
  client: Client,
  encoding: string,
  signal: AbortSignal,
): Promise<string> =>
  textOf(
    client,
    'pg_dumpall',
    ['--globals-only', '--no-role-passwords', '--no-password', ...inUtf8(encoding)],
    signal,
  )
