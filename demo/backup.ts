import { serverFolder, serverMajors, startPostgres, type Major } from '../lab/kit/postgres.ts'
import { growDatabase } from '../lab/kit/postgres-grow.ts'
import { inStore } from '../lab/kit/postgres-store.ts'
import { startWriter, writerSum } from '../lab/kit/postgres-writer.ts'
import type { StepResult } from '../lab/kit/step.ts'
import { startNightly, type Nightly } from '../__tests__/postgres/real/dist/steps.ts'
import type { Claims } from './claims.ts'
import { checkProof, checkRefusal, checkSecrets, checkUpload } from './proof.ts'
import { damageInStorage, damageUnseen, type Damage } from './damage.ts'
import { createLogView } from './log-view.ts'
import { heading, quote, quoteAll, say } from './say.ts'

const database = 'seashop'
const megabytes = 40

/** Installed packages are what the actions find by themselves, as on GitHub's runner. */
const installedMajor = (): Major => {
  const major = serverMajors().find((one) => !inStore(serverFolder(one)))
  if (major === undefined) throw new Error('No PostgreSQL server is installed here')
  return major
}

const ended = (action: string, result: StepResult): StepResult => {
  say(`The step "${action}" ended with exit code ${result.exitCode} after ${result.seconds} s.\n`)
  return result
}

/** The sum is the same in every moment, and in no mixture of two. */
const smoke =
  `sql: SELECT sum(amount) = ${writerSum} FROM ` +
  '(SELECT amount FROM left_side UNION ALL SELECT amount FROM right_side) both_sides'

interface Scene {
  readonly nightly: Nightly
  readonly claims: Claims
  /** What no log and no summary may have. */
  readonly secrets: readonly string[]
}

const proveIt = async ({ nightly, claims, secrets }: Scene): Promise<void> => {
  heading('Prove it: restore the artifact into a throw-away server, and compare everything')
  const result = ended('verify-restore', await nightly.verify({ smoke }))
  say('On GitHub, the page of the run shows this Markdown:\n')
  quoteAll(result.summary)
  say('')
  checkProof(claims, result, smoke)
  checkSecrets(claims, result, secrets)
}

const refuseIt = async ({ nightly, claims, secrets }: Scene, damage: Damage): Promise<void> => {
  heading(damage.title)
  const [artifact] = nightly.world.artifacts
  if (artifact === undefined) throw new Error('There is no artifact to damage')
  nightly.world.artifacts[0] = damage.done(artifact)
  const result = ended('verify-restore', await nightly.verify({ smoke }))
  nightly.world.artifacts[0] = artifact
  checkRefusal(claims, result, damage.code)
  checkSecrets(claims, result, secrets)
}

/** The second act: a database at work is backed up and proven, and damaged copies are refused. */
export const backupAndProof = async (claims: Claims): Promise<void> => {
  const major = installedMajor()
  heading(`A database of ${megabytes} MB on PostgreSQL ${major}, and a shop that writes to it`)
  const server = await startPostgres({ major })
  const nightly = await startNightly(createLogView(quote))
  const scene = { nightly, claims, secrets: [nightly.identity, server.password] }
  try {
    await growDatabase(server, { database, megabytes })
    const writer = await startWriter(server, database)
    heading('Back it up while the shop writes')
    const result = await nightly.backup({ 'database-url': server.urlOf(database) })
    const written = await writer.stop()
    ended('backup', result)
    claims.check(written > 0, `the shop committed ${written} transactions meanwhile`)
    checkUpload(claims, result, nightly.world.artifacts)
    checkSecrets(claims, result, scene.secrets)
    if (result.exitCode !== 0) return
    nightly.proveLater()
    await proveIt(scene)
    for (const damage of [damageInStorage, damageUnseen]) await refuseIt(scene, damage)
  } finally {
    await nightly.close()
    await server.stop()
  }
}
