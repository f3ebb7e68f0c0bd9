import type { Inputs } from '../../github/inputs.ts'
import type { Address } from '../../postgres/reach/address.ts'
import { parseDatabaseUrl } from '../../postgres/reach/parse-url.ts'
import { parseThrough, type Through } from '../../postgres/reach/through.ts'
import type { Context } from './context.ts'
import { readSshInputs, sshInputNames, type SshInputs } from './ssh-inputs.ts'

/** Inputs of every action that talks to a database. */
export const databaseInputNames = ['database-url', 'through', ...sshInputNames] as const

export interface DatabaseInputs extends SshInputs {
  readonly databaseUrl: string | undefined
  readonly address: Address
  readonly through: Through
}

type Name = (typeof databaseInputNames)[number]

const readAddress = (inputs: Inputs<Name>, env: Context['env']): Address => {
  const parsed = parseDatabaseUrl(inputs.optionalText('database-url') ?? '', env)
  if (parsed.ok) return parsed.address
  for (const mistake of parsed.mistakes) inputs.refuse('database-url', `is wrong: ${mistake}`)
  return {
    ...{ host: undefined, port: 5432, user: undefined, password: undefined, database: undefined },
    ...{ sslMode: 'prefer', sslRootCert: undefined, options: undefined, applicationName: '' },
  }
}

const readThrough = (inputs: Inputs<Name>): Through => {
  const parsed = parseThrough(inputs.text('through'))
  if (parsed.ok) return parsed.through
  inputs.refuse('through', `is wrong: ${parsed.mistake}`)
  return { kind: 'direct' }
}

/** What the inputs say of a database; `env` fills in what the URL leaves out, as libpq does. */
export const readDatabaseInputs = (
  inputs: Inputs<Name>,
  { env }: Pick<Context, 'env'>,
): DatabaseInputs => ({
  databaseUrl: inputs.optionalText('database-url'),
  address: readAddress(inputs, env),
  through: readThrough(inputs),
  ...readSshInputs(inputs),
})

/** Masks what logs in to the database or to the host before it, by the inputs or by PGPASSWORD. */
export const keepLogins = ({ secrets, env }: Context, inputs: DatabaseInputs): void => {
  const { databaseUrl, address, key, passphrase } = inputs
  const given = [databaseUrl, address.password, key, passphrase, env['PGPASSWORD']]
  secrets.keep(given.filter((text) => text !== undefined).filter(Boolean))
}
