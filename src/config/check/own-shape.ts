import { strings } from './common-shapes.ts'
import { used, type Keys, type Shape } from './shape.ts'

const stage: Keys = {
  timeout: used('string', 'How long a staged container has to prove itself.', {
    otherwise: '`deploy_timeout`',
  }),
  interval: used('string', 'Time between two checks.', { otherwise: '50ms' }),
  successes: used('integer', 'Checks that must pass one after the other.', { otherwise: '2' }),
  path: used('string', 'What is asked for.', { otherwise: '`proxy.healthcheck.path`' }),
  expect: used(
    {
      keys: {
        status: used('integer', 'The status that it must have.', { otherwise: 'any 2xx' }),
        body: used('string', 'A text that the answer must contain.'),
      },
    },
    'What the answer must be.',
  ),
}

const role: Keys = {
  overlap: used('boolean', 'Old and new may run at the same time.', {
    otherwise: 'true',
    note: 'false only for roles without a proxy, such as schedulers',
  }),
}

/** Our own block; Kamal ignores it. */
export const ownShape: Shape = {
  keys: {
    'known-hosts': used(strings, 'Lines of known_hosts, or `SHA256:` fingerprints.'),
    gates: used({ keys: { stage: used({ keys: stage }, 'Before any traffic moves.') } }, 'Gates.'),
    roles: used({ map: { keys: role }, called: 'ROLE' }, 'Settings of single roles.'),
    hooks: used(
      { keys: { timeout: used('string', 'What a hook may take.', { otherwise: '15m' }) } },
      'How hooks are run.',
    ),
    backup: used(
      { keys: { recipients: used(strings, 'Keys of age that a backup is encrypted to.') } },
      'What backups go by.',
    ),
  },
}
