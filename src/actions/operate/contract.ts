import { aimInputNames } from '../shared/inputs.ts'

export const inputNames = [...aimInputNames, 'command', 'lines', 'reason', 'held-by'] as const

export const outputNames = ['result', 'versions', 'lock'] as const

/** The closed list. */
export const commands = ['status', 'logs', 'lock', 'freeze', 'resume', 'unlock'] as const

export type Command = (typeof commands)[number]
