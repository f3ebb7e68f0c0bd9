import { backupSummary } from '../../backup/report/backup-summary.ts'
import { publicManifest } from '../../backup/report/public-manifest.ts'
import { makeBackup, type Made } from '../../backup/make/make-backup.ts'
import { rowsOf } from '../../backup/prove/checks-of.ts'
import { capFault, notAsAsked, untoldFault } from '../../github/artifact/judge.ts'
import { uploadArtifact, type Uploaded } from '../../github/artifact/upload.ts'
import { setOutputs } from '../../github/outputs.ts'
import { appendSummary } from '../../github/summary.ts'
import { clientFor } from '../shared/client.ts'
import type { Context } from '../shared/context.ts'
import { keepLogins } from '../shared/database-inputs.ts'
import { wayOf, withDatabase } from '../shared/database.ts'
import { secretsOf } from '../shared/report/channels.ts'
import { keepReport } from '../shared/report/report.ts'
import { restApiOf } from '../shared/rest-api.ts'
import { makeWorkplace, removeWorkplace } from '../shared/workplace.ts'
import { toolVersion } from '../shared/tool-version.ts'
import { withConfigured } from './configured.ts'
import { outputNames } from './contract.ts'
import type { BackupInputs } from './read.ts'
import { encryptionFor, type Encryption } from './recipients.ts'

/** What a backup is kept for unless it is said otherwise, and the most of a public repository. */
const usualDays = 90
/** Sessions that fingerprint beside pg_dump. */
const workers = 2

const make = async (
  context: Context,
  inputs: BackupInputs,
  { recipients }: Encryption,
  folder: string,
): Promise<Made> => {
  const { run, log, signal } = context
  const client = clientFor(context, inputs, folder)
  return withDatabase(wayOf(inputs, context), inputs, context, client, (database) =>
    makeBackup({
      ...{ database, recipients, plaintext: inputs.plaintext, folder, workers, signal },
      excludeTables: inputs.excludeTables,
      name: inputs.name,
      origin: { tool: toolVersion, run: run.url, actor: run.actor },
      tell: (line) => log.info(line),
    }),
  )
}

/** What can't be kept, as the runner already knows, or not be read back is refused before hours of dumping. */
const requireRetention = ({ retentionDays, token }: BackupInputs, { env }: Context): void => {
  if (retentionDays === undefined) return
  const cap = capFault(retentionDays, env['GITHUB_RETENTION_DAYS'])
  if (cap !== undefined) throw notAsAsked(cap)
  if (token === undefined) throw notAsAsked(untoldFault(retentionDays))
}

const upload = (context: Context, inputs: BackupInputs, made: Made): Promise<Uploaded> =>
  uploadArtifact({
    file: made.path,
    retentionDays: inputs.retentionDays ?? usualDays,
    retentionAsked: inputs.retentionDays !== undefined,
    repository: context.run.repository,
    env: context.env,
    api: restApiOf(context, inputs.token),
    made,
  })

interface Told {
  readonly made: Made
  readonly uploaded: Uploaded
  readonly encryption: Encryption
  readonly milliseconds: number
}

const tell = async (context: Context, told: Told): Promise<void> => {
  const { made, uploaded, encryption, milliseconds } = told
  const { manifest } = made
  const { tables } = manifest.fingerprint
  const warnings = [...encryption.warnings, ...uploaded.warnings]
  setOutputs(outputNames, {
    'artifact-name': uploaded.name,
    'artifact-id': String(uploaded.id),
    digest: `sha256:${made.sha256}`,
    bytes: String(made.bytes),
    tables: String(tables.length),
    rows: rowsOf(tables),
    seconds: (milliseconds / 1000).toFixed(1),
    manifest: JSON.stringify(publicManifest(manifest)),
  })
  for (const warning of warnings) context.log.warning(warning)
  const summary = backupSummary(
    { ...made, file: uploaded.name, keptUntil: uploaded.expiresAt, warnings, milliseconds },
    encryption.isPrivate,
  )
  await appendSummary(context.env['GITHUB_STEP_SUMMARY'], summary, context.secrets.redact)
  const headline = `${uploaded.name}: ${tables.length} tables, ${rowsOf(tables)} rows, ${made.bytes} bytes`
  context.log.info(`${headline}, sha256:${made.sha256}`)
  keepReport(context, { ok: true, changed: false, outcome: 'made', headline, hint: undefined })
}

/**
 * Dumps, encrypts, uploads and reads back. Nothing is left on the disk.
 * @throws SeaworthyError whatever kept the backup from being one.
 */
export const runBackup = async (context: Context, given: BackupInputs): Promise<void> => {
  keepLogins(context, given)
  context.secrets.keep([given.token ?? '', ...secretsOf(given.channels)].filter(Boolean))
  const begun = Date.now()
  const inputs = withConfigured(context, given)
  requireRetention(inputs, context)
  const encryption = await encryptionFor(inputs, context)
  const folder = await makeWorkplace(context.env)
  try {
    const made = await make(context, inputs, encryption, folder)
    context.log.info(`uploading ${made.bytes} bytes`)
    const uploaded = await upload(context, inputs, made)
    await tell(context, { made, uploaded, encryption, milliseconds: Date.now() - begun })
  } finally {
    await removeWorkplace(folder)
  }
}
