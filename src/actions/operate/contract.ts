import { aimInputNames } from '../shared/inputs.ts'

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
] as const

export const outputNames = ['result', 'versions', 'lock'] as const

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
