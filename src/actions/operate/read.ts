import { automatic } from '../../host/lock.ts'
import type { InputsOf } from '../../github/inputs.ts'
import type { Context } from '../shared/context.ts'
import { readDatabaseInputs, type DatabaseInputs } from '../shared/database-inputs.ts'
import { readAimInputs, readSecrets, type AimInputs } from '../shared/inputs.ts'
import { readChannels, type Channels } from '../shared/report/channels.ts'
import { readTerraform, type Terraform } from '../shared/terraform-input.ts'
import { commands, type Command, type inputNames } from './contract.ts'

export interface OperateInputs extends AimInputs {
  readonly command: Command
  /** Its name, for the commands on one. */
  readonly accessory: string | undefined
  /** The accessory that is to be made anew: its secrets and files are read. */
  readonly kit: string | undefined
  readonly lines: number
  readonly reason: string | undefined
  readonly heldBy: string | undefined
  /** Read for the commands that need it only. */
  readonly database: DatabaseInputs | undefined
  readonly longerThanMs: number
  readonly pid: number
  /** For `run`: which command of `x-seaworthy.commands`; empty when none is named. */
  readonly name: string
  readonly arguments: readonly string[]
  readonly dryRun: boolean
  /** Proves that a run has ended whose lock was left behind. */
  readonly token: string | undefined
  /** Secrets that stand over those of the secrets files, by name. */
  readonly secrets: Readonly<Record<string, string>>
  readonly terraform: Terraform
  readonly channels: Channels
}

const mostLines = 1000

const readReason = (inputs: InputsOf<typeof inputNames>, command: Command): string | undefined => {
  const reason = inputs.optionalText('reason')
  if (command === 'freeze' && reason === undefined)
    inputs.refuse('reason', 'is missing: those whose deploys are held want to know why')
  // With this text the lock would be waited for, not obeyed.
  if (reason?.includes(automatic) === true)
    inputs.refuse('reason', `must not contain "${automatic}"`)
  return reason
}

const readLines = (inputs: InputsOf<typeof inputNames>): number => {
  const lines = Number(inputs.text('lines'))
  if (Number.isInteger(lines) && lines >= 1 && lines <= mostLines) return lines
  inputs.refuse('lines', `must be a number from 1 to ${mostLines}`)
  return 1
}

const readPid = (inputs: InputsOf<typeof inputNames>, command: Command): number => {
  if (command !== 'cancel-query') return 0
  const pid = inputs.text('pid')
  if (/^[1-9]\d{0,8}$/.test(pid)) return Number(pid)
  if (pid !== '') inputs.refuse('pid', 'must be a process id, as `sessions` shows it')
  return 0
}

const readAccessory = (
  inputs: InputsOf<typeof inputNames>,
  command: Command,
): string | undefined => {
  if (!command.startsWith('accessory-')) return undefined
  const name = inputs.optionalText('accessory')
  if (name === undefined) inputs.refuse('accessory', 'is missing: it names one of deploy.yml')
  return name
}

/** One a line, word for word: a comma or a blank is a part of it. */
const readArguments = (inputs: InputsOf<typeof inputNames>): readonly string[] =>
  (inputs.exactText('arguments') ?? '').split(/\r?\n/).filter((line) => line !== '')

/** Of what changes nothing it would say nothing; what else changes something can't be tried. */
const readDryRun = (inputs: InputsOf<typeof inputNames>, command: Command): boolean => {
  const dryRun = inputs.boolean('dry-run')
  if (dryRun && !['prune', 'run'].includes(command))
    inputs.refuse('dry-run', `is for prune and run, not for ${command}`)
  return dryRun
}

export const readOperateInputs = (
  inputs: InputsOf<typeof inputNames>,
  context: Context,
): OperateInputs => {
  const command = inputs.choice('command', commands)
  const accessory = readAccessory(inputs, command)
  const asksDatabase = command === 'sessions' || command === 'cancel-query'
  return {
    ...readAimInputs(inputs),
    command,
    accessory,
    kit: command === 'accessory-reboot' ? accessory : undefined,
    lines: readLines(inputs),
    reason: readReason(inputs, command),
    heldBy: inputs.optionalText('held-by'),
    database: asksDatabase ? readDatabaseInputs(inputs, context) : undefined,
    longerThanMs: inputs.duration('longer-than'),
    pid: readPid(inputs, command),
    name: inputs.optionalText('name') ?? '',
    arguments: readArguments(inputs),
    dryRun: readDryRun(inputs, command),
    token: inputs.optionalText('github-token'),
    secrets: readSecrets(inputs),
    terraform: readTerraform(inputs),
    channels: readChannels(inputs),
  }
}
