/** One step of a restore without Seaworthy: what it does, and the command for a shell. */
export interface Step {
  readonly does: string
  readonly command: string
}

export interface ReadmeFacts {
  /** Public keys that can open the file. Empty: plaintext. */
  readonly recipients: readonly string[]
  /** Name of the file, as it is downloaded. */
  readonly file: string
  readonly database: string
  /** Major of the pg_dump that made it: a pg_restore of this major or a newer one reads it. */
  readonly clientMajor: number
  /** ISO 8601. */
  readonly takenAt: string
}

/** `text` as one word of a POSIX shell. */
const quoted = (text: string) =>
  /^[\w./:@%+=-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`

/**
 * The commands that restore a file with `age`, `zstd`, `tar` and PostgreSQL's own programs: the same
 * in the file's README, the job's summary and the docs. The identity is in the file `IDENTITY`.
 */
export const restoreSteps = (
  facts: Pick<ReadmeFacts, 'recipients' | 'file' | 'database'>,
): readonly Step[] => {
  const { recipients, database } = facts
  // A name that starts with a dash would be read as an option.
  const file = quoted(facts.file.startsWith('-') ? `./${facts.file}` : facts.file)
  const name = quoted(database)
  const open =
    recipients.length === 0 ? `zstd -dc ${file}` : `age -d -i IDENTITY ${file} | zstd -dc`
  return [
    {
      does: 'Take out the dump',
      command: `${open} | tar -xOf - --wildcards 'dump/*' > dump.pgc`,
    },
    {
      does: 'Take out the roles, the schema as text, and the manifest',
      command: `${open} | tar -xf - globals.sql schema.sql manifest.json`,
    },
    {
      does: 'Make the roles (without passwords; those that exist already are reported, and stay)',
      command: 'psql -X -d postgres -f globals.sql',
    },
    {
      does: `Make the database ${name} as it was (encoding, locale, owner, settings), and restore it`,
      command: 'pg_restore --exit-on-error --create -j 4 -d template1 dump.pgc',
    },
  ]
}

/** The `README` inside a file: what it is, and how it is restored without Seaworthy. */
export const readmeOf = (facts: ReadmeFacts): string => {
  const { recipients, database, clientMajor, takenAt } = facts
  const steps = restoreSteps(facts).flatMap(({ does, command }, index) => [
    `${index + 1}. ${does}:`,
    '',
    `   ${command}`,
    '',
  ])
  const keys =
    recipients.length === 0
      ? ['This file is not encrypted.']
      : [
          'The file can be opened with the private key of any of these; put it into a file IDENTITY:',
          ...recipients.map((recipient) => `   ${recipient}`),
        ]
  return [
    `A backup of the PostgreSQL database ${JSON.stringify(database)}, taken at ${takenAt}.`,
    '',
    'How to restore it, with nothing but age, zstd, GNU tar and PostgreSQL',
    `(its programs of version ${clientMajor} or newer):`,
    '',
    ...steps,
    ...keys,
    '',
    'The dump is cut into entries dump/000000, dump/000001, ...; put together they are one archive',
    'of pg_dump -Fc. manifest.json has its SHA-256, and the rows and a checksum of every table.',
    '',
  ].join('\n')
}
