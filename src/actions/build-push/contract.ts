import { channelInputNames } from '../shared/report/channels.ts'

/** What the one step takes as well. */
export const stageInputNames = [
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
  'skip-hooks',
  'github-token',
  'env-file',
  'terraform-outputs',
  ...channelInputNames,
] as const

export const inputNames = [...stageInputNames, 'check-deploy'] as const

export const outputNames = ['image', 'digest', 'version', 'cached', 'seconds'] as const
