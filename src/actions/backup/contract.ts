import { clientInputNames } from '../shared/client-inputs.ts'
import { databaseInputNames } from '../shared/database-inputs.ts'
import { nightlyInputNames } from '../shared/report/channels.ts'

export const inputNames = [
  ...databaseInputNames,
  'recipients',
  'config-file',
  'retention-days',
  'exclude-tables',
  'plaintext',
  'name',
  ...clientInputNames,
  'github-token',
  ...nightlyInputNames,
] as const

export const outputNames = [
  'artifact-name',
  'artifact-id',
  'digest',
  'bytes',
  'tables',
  'rows',
  'seconds',
  'manifest',
] as const
