import { SeaworthyError } from '../../base/error.ts'

interface Versioned {
  readonly version: string
  readonly major: number
}

/**
 * The client for a server: pg_dump of the same major, else the smallest newer one, for it refuses
 * a server that is newer than itself. `tried` is what came of installing one, for the error.
 * @throws SeaworthyError `client-missing`
 */
export const chooseClient = <T extends Versioned>(
  clients: readonly T[],
  serverMajor: number,
  tried: readonly string[] = [],
): T => {
  const [best] = clients
    .filter(({ major }) => major >= serverMajor)
    .toSorted((a, b) => a.major - b.major)
  if (best !== undefined) return best
  const versions = clients.map(({ version }) => version)
  const here =
    versions.length === 0
      ? 'no pg_dump is installed here'
      : `pg_dump here is ${versions.join(', ')}`
  throw new SeaworthyError(
    'client-missing',
    `The server is PostgreSQL ${serverMajor}, but ${here}: it can't dump a server that is newer than itself.`,
    {
      hint: `Install it before this step (\`sudo apt-get install -y postgresql-client-${serverMajor}\`; where the distribution has none, \`sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y\` first), or use the container's own: \`through: ssh://host/container\`.`,
      evidence: [
        `server: ${serverMajor}`,
        `clients: ${versions.length === 0 ? 'none' : versions.join(', ')}`,
        ...tried,
      ],
    },
  )
}
