import type { Inputs } from '../../github/inputs.ts'

/** Inputs of every action that logs in to a host. */
export const sshInputNames = ['ssh-private-key', 'ssh-passphrase', 'ssh-known-hosts'] as const

export interface SshInputs {
  readonly key: string | undefined
  readonly passphrase: string | undefined
  readonly knownHosts: string | undefined
}

export const readSshInputs = (inputs: Inputs<(typeof sshInputNames)[number]>): SshInputs => ({
  key: inputs.exactText('ssh-private-key'),
  passphrase: inputs.optionalText('ssh-passphrase'),
  knownHosts: inputs.optionalText('ssh-known-hosts'),
})
