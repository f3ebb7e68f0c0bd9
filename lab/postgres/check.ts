// node lab/postgres/check.ts [MAJOR...]: on every server that is here (or these), with every client of its major (else the
// smallest newer one), the fixture is loaded, dumped and restored by PostgreSQL's own programs.
import { loadFixture } from '../kit/postgres-fixture.ts'
import { roundTrip } from '../kit/postgres-round-trip.ts'
import {
  fittingClients,
  serverMajors,
  startPostgres,
  type Major,
  type PostgresServer,
} from '../kit/postgres.ts'

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

/** A newer client's archive is for a server of that client's major. */
const throughClient = async (server: PostgresServer, client: Major): Promise<void> => {
  const target =
    client === server.major ? server : await startPostgres({ major: client, packaged: true })
  try {
    // For its roles.
    if (target !== server) await loadFixture(target, { database: 'shop' })
    await roundTrip(server, { from: 'shop', into: 'copy', client, target })
  } finally {
    if (target !== server) await target.stop()
  }
}

const check = async (major: Major): Promise<void> => {
  const begun = performance.now()
  const seconds = (): string => `${((performance.now() - begun) / 1000).toFixed(1)} s`
  const server = await startPostgres({ major })
  try {
    say(`${major}: up after ${seconds()}`)
    const { loaded, skipped } = await loadFixture(server, { database: 'shop' })
    say(`${major}: ${loaded.length} blocks loaded after ${seconds()}`)
    skipped.forEach((block) => say(`${major}: without ${block}`))
    const client = fittingClients(major)
    if (client === undefined) throw new Error('no client is new enough')
    await throughClient(server, client)
    say(`${major}: round trip with client ${client} after ${seconds()}`)
  } catch (error) {
    process.exitCode = 1
    say(`${major}: FAILED: ${String(error)}`)
  } finally {
    await server.stop()
  }
}

const wanted = process.argv.slice(2).map(Number)
for (const major of serverMajors())
  if (wanted.length === 0 || wanted.includes(major)) await check(major)
