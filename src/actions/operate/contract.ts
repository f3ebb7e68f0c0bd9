import { aimInputNames } from '../shared/inputs.ts'
import { channelInputNames } from '../shared/report/channels.ts'

export const inputNames = [
  ...aimInputNames,
  'database-url',
  'through',
  'command',
  'lines',
  'reason',
  'held-by',
  'longer-than',
  'pid',
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
  'sessions',
  'cancel-query',
] as const

export type Command = (typeof commands)[number]
