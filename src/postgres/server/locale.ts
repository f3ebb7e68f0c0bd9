import { messageOf } from '../../base/reason.ts'
import { SeaworthyError } from '../../base/error.ts'
import type { Session } from '../database.ts'
import type { ServerFacts } from '../facts.ts'

/** How the source's database sorts and is encoded. */
export type Sorting = Pick<
  ServerFacts,
  'encoding' | 'collate' | 'ctype' | 'localeProvider' | 'providerLocale'
>

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

const providerClause = (sorting: Sorting, major: number): string => {
  const { localeProvider, providerLocale } = sorting
  if (localeProvider === 'libc' || providerLocale === undefined) return ''
  const option = localeProvider === 'builtin' ? 'BUILTIN_LOCALE' : 'ICU_LOCALE'
  const known = major >= 15 ? ` LOCALE_PROVIDER ${localeProvider}` : ''
  return `${known} ${option} ${literal(providerLocale)}`
}

/** Makes a database from template0 as the source's is: libc's locales come from the system. */
export const createStatement = (name: string, sorting: Sorting, major: number): string =>
  `CREATE DATABASE "${name.replaceAll('"', '""')}" TEMPLATE template0` +
  ` ENCODING ${literal(sorting.encoding)}` +
  ` LC_COLLATE ${literal(sorting.collate)} LC_CTYPE ${literal(sorting.ctype)}` +
  providerClause(sorting, major)

const probe = 'seaworthy_locale_probe'

/**
 * Asks the server itself whether it can hold such a database: one is made and dropped.
 *
 * @throws SeaworthyError `restore-failed` with the locale to install.
 */
export const requireLocale = async (
  session: Session,
  sorting: Sorting,
  major: number,
): Promise<void> => {
  try {
    await session.query(createStatement(probe, sorting, major))
  } catch (error) {
    const { collate, ctype, encoding, providerLocale } = sorting
    const named = [...new Set([collate, ctype, ...(providerLocale ? [providerLocale] : [])])]
    throw new SeaworthyError(
      'restore-failed',
      `the copy needs the locale ${named.join(' and ')} with encoding ${encoding}, which the throw-away server does not have`,
      {
        hint: `install it before this step (apt-get install locales-all, or locale-gen ${collate}), or use a server that has it: server: docker`,
        evidence: [messageOf(error)],
        cause: error,
      },
    )
  }
  await session.query(`DROP DATABASE ${probe}`)
}
