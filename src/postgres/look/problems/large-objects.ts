import type { Session } from '../../database.ts'
import { only, text, texts } from '../cells.ts'
import { identifier, literal } from '../quote.ts'
import { objectsNamed, unreadableObjects } from '../sql/problems.ts'
import type { Problem } from './problem.ts'
import { counted } from './problem.ts'

/** There is no GRANT for all of them at once. */
const grantAll = (role: string): string => {
  const format = `format('GRANT SELECT ON LARGE OBJECT %s TO %I', object, ${literal(role).trim()})`
  return [
    'DO $grant$ DECLARE object oid; BEGIN',
    'FOR object IN SELECT oid FROM pg_largeobject_metadata LOOP',
    `EXECUTE ${format}; END LOOP; END $grant$;`,
  ].join(' ')
}

/** Large objects that the role can't read; `pg_read_all_data` does not cover them. */
export const hiddenObjects = async (
  session: Session,
  role: string,
  major: number,
): Promise<readonly Problem[]> => {
  const row = only(await session.query(unreadableObjects(major)))
  const [count, first] = [text(row, 'count'), texts(row, 'first')]
  if (count === '0') return []
  const all = Number(count) <= objectsNamed
  return [
    {
      what: `${role} can't read ${counted(count, 'large object')}: ${first.join(', ')}${all ? '' : ', ...'}`,
      fix: all
        ? `GRANT SELECT ON LARGE OBJECT ${first.join(', ')} TO ${identifier(role)};`
        : grantAll(role),
    },
  ]
}
