import { spawnSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import { diagnoseDocker, dockerLookScript } from '../../../src/fleet/connect/docker-trouble.ts'

const who = 'user deploy is in the groups deploy users'
const down = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'

const cases: readonly (readonly [string, readonly string[], string, string])[] = [
  [
    'no command and no socket',
    [who, 'sh: docker: not found'],
    'Docker is not installed on h1.',
    'Install Docker',
  ],
  [
    'a socket that is not writable',
    ['client', 'socket', who, 'permission denied'],
    'deploy may not use Docker on h1: no permission for its socket.',
    'usermod -aG docker deploy',
  ],
  [
    'a socket where nobody answers',
    ['client', 'socket', 'writable', who, down],
    'Docker on h1 does not answer; is its daemon running?',
    'systemctl status docker',
  ],
  [
    'a command without a socket',
    ['client', who, down],
    'Docker on h1 does not answer; is its daemon running?',
    'systemctl',
  ],
  [
    'a socket without a command',
    ['socket', 'writable', who],
    'Docker on h1 cannot be reached: the SSH server forwards no sockets, and there is no docker command.',
    'AllowStreamLocalForwarding yes',
  ],
]

test.each(cases)('%s', (_title, lines, message, hint) => {
  const trouble = diagnoseDocker('h1', lines.join('\n'))
  if (!(trouble instanceof SeaworthyError)) throw new Error(trouble)
  expect([trouble.code, trouble.message]).toEqual(['docker-refused', message])
  expect(trouble.hint).toContain(hint)
  expect(trouble.evidence).toContain(who)
})

test('a Docker that answers its own command is well: it was the SSH server that refused', () => {
  const lines = ['client', 'socket', 'writable', who, 'server 26.1.5']
  expect(diagnoseDocker('h1', lines.join('\n'))).toBe('working')
})

test('the script runs under sh and always succeeds', () => {
  const { status, stdout } = spawnSync('sh', {
    input: dockerLookScript("/no/such's"),
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  expect(stdout).toMatch(/^user \S+ is in the groups /m)
})
