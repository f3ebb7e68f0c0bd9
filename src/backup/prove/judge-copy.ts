import { readFile } from 'node:fs/promises'
import type { Difference } from '../../postgres/compare/difference.ts'
import { compareFingerprints } from '../../postgres/compare/fingerprints.ts'
import { compareSchemas } from '../../postgres/compare/schemas.ts'
import { mutateAndNotice } from '../../postgres/compare/self-test.ts'
import type { Installed } from '../../postgres/client/find.ts'
import type { Session } from '../../postgres/database.ts'
import { readFingerprint } from '../../postgres/look/fingerprint.ts'
import { quietOpener } from '../../postgres/look/snapshot.ts'
import { checkAmcheck } from '../../postgres/proof/amcheck.ts'
import type { Check } from '../../postgres/proof/check.ts'
import { checkIndexes } from '../../postgres/proof/indexes.ts'
import type { Throwaway } from '../../postgres/server/throwaway.ts'
import type { Opened } from '../archive/read.ts'
import { schemaText } from '../make/dump.ts'
import { comparisonChecks, selfTestCheck } from './checks-of.ts'
import type { ProofOrder } from './order.ts'
import { copyClient } from './tools.ts'

/** Sessions that read the copy at the same time. */
const workers = 2

const schemaDifferences = async (
  server: Throwaway,
  { manifest, schema }: Opened,
  client: Installed | undefined,
  order: ProofOrder,
): Promise<readonly Difference[]> => {
  const dumper = copyClient(client, server, order, manifest.server.database)
  const found = await schemaText(dumper, undefined, manifest.server.encoding, order.signal)
  return compareSchemas(await readFile(schema, 'utf8'), found)
}

const inSession = async <T>(
  open: () => Promise<Session>,
  work: (session: Session) => Promise<T>,
): Promise<T> => {
  const session = await open()
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

/** Compares the copy with everything that the manifest says, and then the comparison itself. */
export const judgeCopy = async (
  server: Throwaway,
  opened: Opened,
  client: Installed | undefined,
  order: ProofOrder,
): Promise<readonly Check[]> => {
  const { signal } = order
  const { manifest } = opened
  const open = () => server.session(manifest.server.database, signal)
  const fingerprint = await readFingerprint(quietOpener({ session: open }), {
    ...{ excludeTables: [], workers, signal, failure: 'proof-failed' },
  })
  const differences = [
    ...compareFingerprints(manifest.fingerprint, fingerprint),
    ...(await schemaDifferences(server, opened, client, order)),
  ]
  return [
    ...comparisonChecks(manifest, differences),
    await inSession(open, checkIndexes),
    await inSession(open, checkAmcheck),
    selfTestCheck(await inSession(open, (session) => mutateAndNotice(session, fingerprint))),
  ]
}
