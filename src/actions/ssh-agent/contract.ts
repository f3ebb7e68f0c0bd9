import { sshInputNames } from '../shared/ssh-inputs.ts'

export const inputNames = [...sshInputNames, 'key-lifetime'] as const

export const outputNames = ['public-keys', 'fingerprints', 'ssh-config', 'ssh-auth-sock'] as const
