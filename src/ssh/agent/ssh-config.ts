import type { DeployKey } from './deploy-keys.ts'
import type { Layout } from './layout.ts'

export interface SshConfig {
  readonly layout: Layout
  /** Deploy keys with the number of their public half. */
  readonly deployKeys: readonly (DeployKey & { readonly number: number })[]
  /** Numbers of all other keys. */
  readonly others: readonly number[]
  /** Configurations that are read after this one, as far as they are there. */
  readonly includes: readonly string[]
}

/** ssh adds `.pub` and leaves the private half to the agent; net-ssh passes over a file that is not there. */
const identity = (layout: Layout, number: number): string =>
  `  IdentityFile ${layout.publicKey(number).replace(/\.pub$/, '')}`

const aliasBlock = (layout: Layout, key: SshConfig['deployKeys'][number]): readonly string[] => [
  `# ${key.host}/${key.repository}`,
  `Host ${key.alias}`,
  `  HostName ${key.host}`,
  `  Port ${key.port}`,
  `  User ${key.user}`,
  identity(layout, key.number),
  '  IdentitiesOnly yes',
  `  IdentityAgent ${layout.socket}`,
]

/**
 * A configuration of ssh. The first value counts (ssh_config(5)), so what is included can add but not
 * change: only the pinned hosts are known. Servers are offered the keys that are no deploy keys
 * first, since sshd ends the connection after six. net-ssh, which Kamal uses, reads it as well; it
 * takes one path in UserKnownHostsFile.
 */
export const sshConfig = ({ layout, deployKeys, others, includes }: SshConfig): string =>
  [
    '# Written by the action ssh-agent of Seaworthy for this job, and removed with its agent.',
    ...deployKeys.flatMap((key) => aliasBlock(layout, key)),
    ...(others.length === 0
      ? []
      : [
          ['Host *', ...deployKeys.map(({ alias }) => `!${alias}`)].join(' '),
          ...others.map((number) => identity(layout, number)),
        ]),
    'Host *',
    '  StrictHostKeyChecking yes',
    `  UserKnownHostsFile ${layout.knownHosts}`,
    '  GlobalKnownHostsFile /dev/null',
    '  UpdateHostKeys no',
    ...includes.map((path) => `  Include ${path}`),
    '',
  ].join('\n')
