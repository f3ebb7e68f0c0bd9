import { clientInputNames } from '../shared/client-inputs.ts'
import { nightlyInputNames } from '../shared/report/channels.ts'
import { sshInputNames } from '../shared/ssh-inputs.ts'

export const inputNames = [
  'database-url',
  'through',
  ...sshInputNames,
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
