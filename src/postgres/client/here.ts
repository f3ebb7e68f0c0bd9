import { join } from 'node:path'
import type { Client } from '../database.ts'
import { argumentsFor } from '../reach/libpq.ts'
import type { LibpqVariables } from '../reach/libpq.ts'
import type { Installed } from './find.ts'
import { plainEnvironment, startProgram } from './run.ts'

/** Programs of this machine, aimed at a database by their environment alone. */
export const clientHere = (
  { version, major, folder }: Installed,
  env: Readonly<Record<string, string | undefined>>,
  variables: LibpqVariables,
  database: string,
): Client => ({
  version,
  major,
  from: folder,
  run: (program, args, signal) =>
    startProgram(
      {
        path: join(folder, program),
        args: argumentsFor(program, args, database),
        env: { ...plainEnvironment(env), ...variables },
      },
      signal,
    ),
})
