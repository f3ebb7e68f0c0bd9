import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { runAction } from '../../../../lab/kit/runner.ts'
import type { Handle, StepResult } from '../../../../lab/kit/step.ts'
import { token } from '../../../support/github-api.ts'
import { startResultsService, type ResultsService } from '../../../support/results-service/start.ts'
import { goodRun, newWorld, type World } from '../../../support/results-service/world.ts'

type Pairs = Readonly<Record<string, string>>

/** A repository whose nightly job backs up and then proves, on a GitHub of our own. */
export interface Nightly {
  readonly service: ResultsService
  readonly world: World
  readonly identity: string
  readonly recipient: string
  startBackup(inputs: Pairs, env?: Pairs): Handle
  backup(inputs: Pairs, env?: Pairs): Promise<StepResult>
  /** The run that made the backups ends well, as the proof's own job expects. */
  proveLater(): void
  verify(inputs?: Pairs, env?: Pairs): Promise<StepResult>
  startVerify(inputs?: Pairs, env?: Pairs): Handle
  close(): Promise<void>
}

export const workflow = '.github/workflows/backup.yml'

/** @param onLine is given each line of every step's log. */
export const startNightly = async (onLine?: (line: string) => void): Promise<Nightly> => {
  const world = newWorld()
  const service = await startResultsService(world)
  const workspace = mkdtempSync(join(tmpdir(), 'seaworthy-nightly-'))
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const start = (action: string, inputs: Pairs, env: Pairs): Handle =>
    runAction(action, {
      ...{ workspace, token, inputs },
      ...(onLine === undefined ? {} : { onLine }),
      env: {
        ...service.env(),
        GITHUB_WORKFLOW_REF: `${world.repository.fullName}/${workflow}@refs/heads/main`,
        RUNNER_TOOL_CACHE: join(workspace, 'tools'),
        ...env,
      },
    })
  const startBackup = (inputs: Pairs, env: Pairs = {}) =>
    start('backup', { recipients: recipient, ...inputs }, env)
  const startVerify = (inputs: Pairs = {}, env: Pairs = {}) =>
    start('verify-restore', { identity, ...inputs }, env)
  return {
    ...{ service, world, identity, recipient, startBackup, startVerify },
    backup: (inputs, env) => startBackup(inputs, env).result,
    verify: (inputs, env) => startVerify(inputs, env).result,
    proveLater: () => {
      world.runs.set(world.runId, goodRun())
      world.runId += 1
      world.runs.set(world.runId, goodRun({ status: 'in_progress', conclusion: null }))
    },
    close: async () => {
      await service.close()
      rmSync(workspace, { recursive: true, force: true })
    },
  }
}
