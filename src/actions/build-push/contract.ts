import { channelInputNames } from '../shared/report/channels.ts'

export const inputNames = [
  'config-file',
  'destination',
  'version',
  'platforms',
  'context',
  'dockerfile',
  'target',
  'build-args',
  'cache',
  'registry-username',
  'registry-password',
  'builder',
  'rebuild',
  'github-token',
  'env-file',
  'check-deploy',
  ...channelInputNames,
] as const

export const outputNames = ['image', 'digest', 'version', 'cached', 'seconds'] as const
