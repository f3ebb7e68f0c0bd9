import { aimInputNames } from '../shared/inputs.ts'
import { channelInputNames } from '../shared/report/channels.ts'

export const inputNames = [
  ...aimInputNames,
  'database-url',
  'through',
  'command',
  'accessory',
  'lines',
  'reason',
  'held-by',
  'longer-than',
  'pid',
  'name',
  'arguments',
  'dry-run',
  'github-token',
  'env-file',
  'terraform-outputs',
  ...channelInputNames,
] as const

export const outputNames = ['result', 'versions', 'digest', 'lock'] as const

/** The closed list. */
export const commands = [
  'status',
  'logs',
  'lock',
  'freeze',
  'resume',
  'unlock',
  'prune',
  'run',
  'sessions',
  'cancel-query',
  'accessory-start',
  'accessory-stop',
  'accessory-reboot',
  'accessory-logs',
] as const

export type Command = (typeof commands)[number]
