import { SeaworthyError } from '../../../base/error.ts'

/** Something that would make the dump fail or, worse, be incomplete. */
export interface Problem {
  readonly what: string
  /** A statement to run where one helps, else what to do. */
  readonly fix: string
}

const named = 20

/** A list for people that stays readable. */
export const listed = (names: readonly string[]): string =>
  names.length <= named
    ? names.join(', ')
    : `${names.slice(0, named).join(', ')} and ${names.length - named} more`

/** `1 table`, `3 tables`. */
export const counted = (count: number | string, noun: string): string =>
  `${count} ${noun}${String(count) === '1' ? '' : 's'}`

/** @throws SeaworthyError `database-not-ready` that names all problems, if there is any. */
export const refuse = (problems: readonly Problem[]): void => {
  if (problems.length === 0) return
  throw new SeaworthyError(
    'database-not-ready',
    `The database can't be backed up: ${counted(problems.length, 'problem')}`,
    {
      hint: 'Fix them all, then run the backup again. Nothing was dumped.',
      evidence: problems.map(({ what, fix }) => `${what}\n  ${fix}`),
    },
  )
}
