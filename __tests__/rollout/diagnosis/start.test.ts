import { describe, expect, test } from '@jest/globals'
import { containerGate, created, remedyFor, restarting, running, told } from './evidence.ts'

const runc =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: '

describe('a container that Docker could not start', () => {
  test.each([
    [
      `${runc}exec: "nope": executable file not found in $PATH: unknown`,
      'command-missing',
      'web on h1 cannot start: its image has no command "nope"',
    ],
    [
      `${runc}exec: "/bin/nope": stat /bin/nope: no such file or directory: unknown`,
      'command-missing',
      'web on h1 cannot start: its image has no command "/bin/nope"',
    ],
    [
      `${runc}exec: "/etc": is a directory: unknown: permission denied`,
      'command-missing',
      'web on h1 cannot start: "/etc" in its image is not executable',
    ],
    [
      `${runc}exec: "/bin/app": permission denied: unknown`,
      'command-missing',
      'web on h1 cannot start: "/bin/app" in its image is not executable',
    ],
    [
      `${runc}exec /bin/app: exec format error: unknown`,
      'wrong-architecture',
      'web on h1 has an image that cannot run on amd64: exec /bin/app: exec format error',
    ],
    [
      'driver failed programming external connectivity on endpoint shop-web-v2 (9dcae4a26b2d9693ed96d4e3712401dd5633baf155ba2bbed07d9fd474285a25): Bind for 0.0.0.0:8099 failed: port is already allocated',
      'not-started',
      'web on h1 was not started: port 8099 of the host is in use already',
    ],
    [
      'driver failed programming external connectivity on endpoint shop-web-v2 (9dcae4a2): failed to bind port 0.0.0.0:443/tcp: Error starting userland proxy: listen tcp4 0.0.0.0:443: bind: address already in use',
      'not-started',
      'web on h1 was not started: port 443 of the host is in use already',
    ],
    [
      'write /var/lib/docker/containers/168ddf67786f/hosts: no space left on device',
      'disk-full',
      'web on h1 has no disk space left: write /var/lib/docker/containers/168ddf67786f/hosts: no space left on device',
    ],
    [
      'No such image: ghcr.io/acme/shop:v2',
      'image-missing',
      'web on h1 cannot start: the host does not have the image ghcr.io/acme/shop:v2 any more',
    ],
    [
      'unable to find user nobodyx: no matching entries in passwd file',
      'not-started',
      'web on h1 was not started by Docker: unable to find user nobodyx: no matching entries in passwd file',
    ],
    [
      `${runc}error during container init: error mounting "/etc/hostname" to rootfs at "/bin": not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)?`,
      'not-started',
      'web on h1 was not started by Docker: error mounting "/etc/hostname" to rootfs at "/bin": not a directory: Are you trying to mount a directory onto a file (or vice-versa)?',
    ],
  ])('%s', (words, cause, headline) => {
    expect(told({ startError: words, detail: undefined })).toEqual({ cause, headline })
    expect(told({ detail: { ...created, error: words, exitCode: 127 } })).toEqual({
      cause,
      headline,
    })
  })
})

test('a role that publishes a port is told why two versions cannot', () =>
  expect(
    remedyFor({ startError: 'Bind for 0.0.0.0:8099 failed: port is already allocated' }),
  ).toMatch(/side by side during a rollout.*remove options\/publish/))

describe('a container that ended because of its image', () => {
  test('exec format error names the architecture of the host', () =>
    expect(told({ detail: restarting, log: 'exec /bin/app: exec format error\n' })).toEqual({
      cause: 'wrong-architecture',
      headline: 'web on h1 has an image that cannot run on amd64: exec /bin/app: exec format error',
    }))

  test('an architecture that is not known is not guessed', () => {
    const evidence = { architecture: '', detail: restarting, log: 'exec /a: exec format error' }
    expect(told(evidence).headline).toContain("cannot run on the host's architecture: exec /a")
  })

  test.each([
    ['sh: nope: not found', 127, ': sh: nope: not found'],
    ['/entrypoint.sh: line 3: bundle: command not found', 127, ': /entrypoint.sh: line 3: bundle'],
    ['sh: 1: nope: not found', 127, ': sh: 1: nope: not found'],
    ['starting', 127, 'command not found'],
  ])('%s, exit code %i', (log, exitCode, words) => {
    const { cause, headline } = told({ detail: { ...restarting, exitCode }, log })
    expect(cause).toBe('command-missing')
    expect(headline).toContain(words)
  })

  test('of an accessory names its own block', () => {
    const gate = { ...containerGate, role: 'db', block: 'accessories/db' }
    const detail = { ...restarting, exitCode: 127 }
    expect(remedyFor({ gate, detail, log: 'starting' })).toContain('check accessories/db/cmd')
  })

  test('a script without its interpreter', () =>
    expect(
      told({ detail: restarting, log: 'exec /entrypoint.sh: no such file or directory' }),
    ).toEqual({
      cause: 'command-missing',
      headline: 'web on h1 cannot start: its image has no command "/entrypoint.sh"',
    }))
})

describe('a log that speaks of a full disk', () => {
  const log = 'Error: ENOSPC: no space left on device, write'

  test('explains an end', () => expect(told({ detail: restarting, log }).cause).toBe('disk-full'))

  test('explains nothing while the container runs', () =>
    expect(told({ detail: running, log }).cause).not.toBe('disk-full'))

  test('a limit of file watchers is no full disk', () =>
    expect(
      told({ detail: restarting, log: 'Error: ENOSPC: System limit for file watchers reached' })
        .cause,
    ).toBe('crashed'))
})
