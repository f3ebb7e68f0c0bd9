import { SeaworthyError } from '../../base/error.ts'

/** A `pg_restore`: a program of this machine, or the one in the copy's container. */
export type Restorer =
  | { readonly kind: 'program'; readonly path: string; readonly major: number }
  | {
      readonly kind: 'container'
      readonly container: string
      readonly major: number
      /** Of Docker's client. */
      readonly env: Readonly<Record<string, string>>
    }

const local = ({ kind }: Restorer): number => (kind === 'program' ? 1 : 0)

/**
 * A `pg_restore` reads archives of its own major and of older ones. The dumping client's own major is
 * best; else the smallest newer one.
 *
 * @throws SeaworthyError `client-missing`.
 */
export const chooseRestorer = (dumpedBy: number, found: readonly Restorer[]): Restorer => {
  const [best] = found
    .filter(({ major }) => major >= dumpedBy)
    .toSorted((a, b) => a.major - b.major || local(b) - local(a))
  if (best !== undefined) return best
  const majors = [...new Set(found.map(({ major }) => major))].toSorted((a, b) => a - b)
  throw new SeaworthyError(
    'client-missing',
    `there is no pg_restore that reads an archive of pg_dump ${dumpedBy}`,
    {
      hint: `install the package postgresql-client-${dumpedBy}`,
      evidence: [`found: ${majors.join(', ') || 'none'}`],
    },
  )
}
