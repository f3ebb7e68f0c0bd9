import { strings } from './common-shapes.ts'
import { checked, used, type Shape } from './shape.ts'

export const sshShape: Shape = {
  keys: {
    user: used('string', 'User on the hosts.', { otherwise: 'root' }),
    port: used('string', 'Port of sshd.', { otherwise: '22' }),
    proxy: used('string', 'A host in between, `[user@]host`; its user is root unless said.'),
    proxy_command: used('string', 'A program that connects.', {
      note: 'only where it means a host in between, `ssh -W %h:%p user@host`; refused otherwise',
    }),
    keys: used(strings, 'Files with private keys.', {
      note: 'not needed with the input `ssh-private-key`; files that are not there are passed over where another key is',
    }),
    key_data: used(strings, 'Secrets with private keys.'),
    keys_only: used('boolean', 'No keys of an agent beside those that are given.', {
      otherwise: 'false',
    }),
    config: used(
      { either: ['boolean', 'string', strings] },
      'An ssh_config, or several; `true` is that of the user, `false` none.',
      {
        otherwise: 'true',
        note: 'HostName, ProxyJump, IdentityFile and IdentitiesOnly count; user and port are those of this file',
      },
    ),
    forward_agent: checked('boolean', 'Hosts may use the agent.', 'it is never forwarded', {
      otherwise: 'true',
    }),
    log_level: checked('string', "Level of Kamal's log of SSH.", 'it has no counterpart', {
      otherwise: 'fatal',
    }),
  },
}

const ownWay = 'connections here need no such setting'

export const sshkitShape: Shape = {
  keys: {
    max_concurrent_starts: checked('integer', 'Connections that are begun at once.', ownWay, {
      otherwise: '30',
    }),
    pool_idle_timeout: checked('integer', 'Seconds that an idle connection is kept.', ownWay, {
      otherwise: '900',
    }),
    dns_retries: checked('integer', 'How often a name is looked up again.', ownWay, {
      otherwise: '3',
    }),
  },
}
