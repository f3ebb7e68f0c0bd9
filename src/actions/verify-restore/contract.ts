import { clientInputNames } from '../shared/client-inputs.ts'
import { nightlyInputNames } from '../shared/report/channels.ts'

export const inputNames = [
  'identity',
  'github-token',
  'name',
  'workflow',
  'artifact-id',
  'max-age',
  'server',
  ...clientInputNames,
  'bootstrap-sql',
  'smoke',
  'freshness',
  ...nightlyInputNames,
] as const

export const outputNames = [
  'verdict',
  'restore-seconds',
  'checks',
  'backup-age',
  'artifact-name',
] as const
