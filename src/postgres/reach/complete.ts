import { SeaworthyError } from '../../base/error.ts'
import type { Address, FullAddress } from './address.ts'

/**
 * @throws SeaworthyError `input-invalid` when host or user is missing. The database is by default
 * named like the user, as everywhere in PostgreSQL.
 */
export const complete = (address: Address): FullAddress => {
  const { host, user } = address
  const missing = [...(host === undefined ? ['host'] : []), ...(user === undefined ? ['user'] : [])]
  if (host === undefined || user === undefined)
    throw new SeaworthyError('input-invalid', `database-url has no ${missing.join(' and no ')}.`, {
      hint: 'It looks like postgres://user:password@host:5432/name.',
    })
  return { ...address, host, user, database: address.database ?? user }
}
