import type { Client } from '../database.ts'
import { argumentsFor } from '../reach/libpq.ts'
import { dockerEnvironment, execArguments } from '../server/docker.ts'
import { startProgram } from './run.ts'

/** The programs in the container of a copy: always of its version. */
export const clientInCopy = (
  container: string,
  { version, major }: Pick<Client, 'version' | 'major'>,
  env: NodeJS.ProcessEnv,
  database: string,
): Client => ({
  version,
  major,
  from: `container ${container}`,
  run: (program, args, signal) =>
    startProgram(
      {
        path: 'docker',
        args: [
          ...execArguments(container, program, database),
          ...argumentsFor(program, args, database),
        ],
        env: dockerEnvironment(env),
      },
      signal,
    ),
})
