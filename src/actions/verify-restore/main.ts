import { join } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'
import { duration } from '../../base/time.ts'
import { requireAge } from '../../backup/prove/accept.ts'
import { proveBackup, type Proof } from '../../backup/prove/prove-backup.ts'
import { failedChecks, proofSummary, verdictOf } from '../../backup/report/proof-summary.ts'
import { downloadBackup } from '../../github/backups/download.ts'
import { findBackups, type Found } from '../../github/backups/find.ts'
import { setOutputs } from '../../github/outputs.ts'
import { envForPrograms, workflowOf } from '../../github/run.ts'
import { appendSummary } from '../../github/summary.ts'
import { clientFor } from '../shared/client.ts'
import type { Context } from '../shared/context.ts'
import { secretsOf } from '../shared/report/channels.ts'
import { keepReport } from '../shared/report/report.ts'
import { restApiOf } from '../shared/rest-api.ts'
import { makeWorkplace } from '../shared/workplace.ts'
import { outputNames } from './contract.ts'
import { leave } from './leave.ts'
import type { VerifyInputs } from './read.ts'

const find = (context: Context, inputs: VerifyInputs): Promise<Found> =>
  findBackups(restApiOf(context, inputs.token), {
    repository: context.run.repository,
    runId: context.run.runId,
    name: inputs.name,
    artifactId: inputs.artifactId === undefined ? undefined : Number(inputs.artifactId),
    workflow: inputs.workflow ?? workflowOf(context.env),
    maxAgeMs: inputs.maxAgeMs,
  })

const prove = async (
  context: Context,
  inputs: VerifyInputs,
  found: Found,
  folder: string,
): Promise<Proof> => {
  const { run, env, log, signal } = context
  const file = join(folder, found.backup.name)
  log.info(`fetching ${found.backup.name} (${found.backup.bytes} bytes)`)
  await downloadBackup(restApiOf(context, inputs.token), run.repository, found.backup, file)
  return proveBackup({
    file,
    identities: inputs.identity ?? '',
    folder,
    server: inputs.server,
    client: (major, { install }) => {
      const installClient = inputs.installClient && install
      return clientFor(context, { ...inputs, installClient }, folder)(major, signal)
    },
    cacheFolder: join(env['RUNNER_TOOL_CACHE'] ?? folder, 'seaworthy-postgres'),
    bootstrapSql: inputs.bootstrapSql ?? '',
    smoke: inputs.smoke,
    freshness: inputs.freshness,
    maxAgeMs: inputs.maxAgeMs,
    earlierBytes: found.earlier.map(({ bytes }) => bytes),
    workspace: run.workspace,
    env: envForPrograms(env),
    now: () => Date.now(),
    signal,
    tell: (line) => log.info(line),
  })
}

interface Told {
  readonly artifact: string
  readonly proof: Proof
  readonly restoreMs: number
  readonly ageMs: number
}

const tell = async (context: Context, told: Told): Promise<void> => {
  const { artifact, proof, restoreMs, ageMs } = told
  const { log, env, secrets } = context
  setOutputs(outputNames, {
    verdict: verdictOf(proof),
    'restore-seconds': (restoreMs / 1000).toFixed(1),
    checks: JSON.stringify(
      proof.checks.map(({ name, verdict, detail }) => ({ name, verdict, detail })),
    ),
    'backup-age': (ageMs / 3_600_000).toFixed(1),
    'artifact-name': artifact,
  })
  for (const { name, verdict, detail } of proof.checks) log.info(`${verdict}: ${name} - ${detail}`)
  for (const warning of proof.warnings) log.warning(warning)
  await appendSummary(env['GITHUB_STEP_SUMMARY'], proofSummary(told), secrets.redact)
}

/** One annotation per cause, and the last one as the step's error. */
const requireProven = ({ log }: Context, { proof, artifact }: Told): void => {
  const failed = failedChecks(proof.checks)
  if (failed.length === 0) return
  for (const { name, detail, evidence = [] } of failed)
    log.error([`${name}: ${detail}`, ...evidence].join('\n'), { title: 'proof-failed' })
  throw new SeaworthyError(
    'proof-failed',
    `${artifact} is refused: ${failed.map(({ name }) => name).join(', ')}.`,
    {
      hint: 'Do not rely on this backup. Prove an earlier one with `artifact-id`, and find out why.',
    },
  )
}

/**
 * Finds the newest backup, restores it into a throw-away server and compares everything.
 * @throws SeaworthyError `backup-missing`, `backup-too-old`, `backup-damaged`, `proof-failed` and all
 * that kept it from a verdict.
 */
export const runVerify = async (context: Context, inputs: VerifyInputs): Promise<void> => {
  const secrets = [inputs.identity, inputs.token].filter((text) => text !== undefined)
  context.secrets.keep([...secrets, ...(inputs.identity?.split('\n') ?? [])].filter(Boolean))
  context.secrets.keep(secretsOf(inputs.channels))
  const found = await find(context, inputs)
  const { name, createdAt } = found.backup
  // By what the artifact says first: a download of gigabytes would tell nothing else.
  requireAge(Date.now() - Date.parse(createdAt), inputs.maxAgeMs, name)
  const folder = await makeWorkplace(context.env)
  try {
    const begun = Date.now()
    const proof = await prove(context, inputs, found, folder)
    const ageMs = Date.now() - Date.parse(proof.manifest.takenAt)
    const fetchMs = Math.max(0, Date.now() - begun - proof.totalMs)
    const told = { artifact: name, proof, restoreMs: proof.restoreMs + fetchMs, ageMs }
    await tell(context, told)
    requireProven(context, told)
    const headline = `${name} restores and equals its source; recovery took ${duration(told.restoreMs)}`
    keepReport(context, { ok: true, changed: false, outcome: 'proven', headline, hint: undefined })
  } finally {
    await leave(folder, context.env)
  }
}
