/**
 * The object that `pg_restore` failed at, by its words `from TOC entry 215; 1259 16391 TABLE t bob` or
 * `COPY failed for table "t"`; the last of them, as what follows it is the failure.
 */
export const objectIn = (stderr: string): string | undefined => {
  const entry = [...stderr.matchAll(/from TOC entry \d+; \d+ \d+ (.+)/g)].at(-1)?.[1]
  if (entry !== undefined) return entry.trim()
  const table = /COPY failed for (table "(?:[^"]|"")+")/.exec(stderr)?.[1]
  if (table !== undefined) return `the rows of ${table}`
  // What belongs to the database itself has no entry's name.
  return /^Command was: (.+)/m.exec(stderr)?.[1]
}

/**
 * From `pg_restore --list --create`: the entries of the database itself besides its creation, which
 * `--use-list` would otherwise leave out.
 */
export const databaseEntries = (list: string): string =>
  list
    .split('\n')
    .filter((line) => /^\d+; \d+ \d+ (?:ACL|COMMENT|SECURITY LABEL) - DATABASE /.test(line))
    .map((line) => `${line}\n`)
    .join('')

/** From `pg_restore --list`: the entries that set sequences. */
export const sequenceEntries = (list: string): readonly string[] =>
  list
    .split('\n')
    .filter((line) => /^\d+; \d+ \d+ SEQUENCE SET /.test(line))
    .map((line) => `${line}\n`)
