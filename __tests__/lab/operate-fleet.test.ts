import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { auditOf, containers, lockOf } from '../../lab/kit/inspect.ts'
import { addHost, onHost, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import type { RunOptions, StepResult } from '../../lab/kit/step.ts'
import { settledOn, standing, stateOf } from './support/fleet.ts'
import { makeService, type Overrides, type Service } from './support/service.ts'

let primary: LabHost
let other: LabHost
let service: Service

const operate = (inputs: RunOptions['inputs'], options?: Partial<RunOptions>) =>
  service.run('operate', inputs, options)

beforeAll(async () => {
  primary = await addHost('operate-one')
  other = await addHost('operate-two')
  service = makeService('tended', [primary, other])
  for (const version of ['v1', 'v2', 'v3', 'v4']) {
    await service.image(version)
    await service.deploy(version)
  }
}, 240_000)

afterAll(async () => {
  await service.remove()
  await removeHost('operate-two')
  await removeHost('operate-one')
}, 60_000)

const resultOf = ({ outputs }: StepResult): unknown =>
  JSON.parse(outputs['result'] ?? '') as unknown
const versionsOn = async (host: LabHost): Promise<readonly string[]> =>
  (await containers(host, service.name)).map(({ name, state }) => `${name.slice(-2)} ${state}`)
const tagsOn = async (host: LabHost): Promise<readonly string[]> => {
  const list = `docker image ls --filter label=service=${service.name} --format '{{.Tag}}'`
  return (await onHost(host, list)).stdout
    .split('\n')
    .filter((tag) => tag !== '')
    .toSorted()
}

/** deploy.yml with these keys, and no secret at all beside it. */
const without = async (overrides: Overrides, work: () => Promise<void>): Promise<void> => {
  service.configure(overrides)
  service.write({ '.kamal/secrets': '' })
  try {
    await work()
  } finally {
    service.configure({})
    service.write({
      '.kamal/secrets': 'REGISTRY_PASSWORD=$REGISTRY_PASSWORD\nAPI_TOKEN=$API_TOKEN\n',
    })
  }
}

describe('a prune', () => {
  const keepOne = { retain_containers: 1 }

  test('that is tried lists what would go, and changes nothing', async () => {
    const before = await stateOf(service)
    await without(keepOne, async () => {
      const result = await operate({ command: 'prune', 'dry-run': 'true' })
      expect(result.exitCode).toBe(0)
      expect(result.summary).toContain('## 4 containers and 4 images would go')
    })
    expect(await stateOf(service)).toEqual(before)
  }, 90_000)

  test('is refused while somebody has the lock, and changes nothing', async () => {
    await operate({ command: 'freeze', reason: 'mending' })
    const before = await stateOf(service)
    await without(keepOne, async () => {
      const result = await operate({ command: 'prune' })
      expect([result.exitCode, result.annotations[0]?.title]).toEqual([1, 'lock-held'])
      expect(result.annotations[0]?.message).toContain('mending')
      expect(result.summary).toContain('### It was not done')
    })
    expect(await stateOf(service)).toEqual(before)
    await operate({ command: 'resume' })
  }, 90_000)

  test('that is cancelled on the way leaves no lock', async () => {
    const stop = (signal: string) => onHost(other, `kill -${signal} $(cat /run/docker.pid)`)
    const prune = service.start('operate', { command: 'prune' })
    let cancelled = false
    try {
      await stop('STOP')
      for (let tries = 0; tries < 300 && !cancelled; tries += 1)
        cancelled = (await lockOf(primary, service.name)) !== undefined
      prune.signal('SIGINT')
    } finally {
      await stop('CONT')
    }
    const { mainExit, log } = await prune.result
    expect([cancelled, mainExit]).toEqual([true, 1])
    expect(log).toContain('the deploy lock is free again')
    expect(await lockOf(primary, service.name)).toBeUndefined()
    expect(await standing(service)).toEqual(settledOn(service, 'v4'))
  }, 120_000)

  test('removes exactly what it had listed, keeps what a rollback needs, and is noted', async () => {
    await without(keepOne, async () => {
      const listed = resultOf(await operate({ command: 'prune', 'dry-run': 'true' }))
      const result = await operate({ command: 'prune' })
      expect(result.exitCode).toBe(0)
      expect({ ...(resultOf(result) as object), dryRun: true }).toEqual(listed)
    })
    for (const host of [primary, other]) {
      expect(await versionsOn(host)).toEqual(['v3 exited', 'v4 running'])
      expect(await tagsOn(host)).toEqual(['latest', 'v3', 'v4'])
      expect((await auditOf(host, service.name)).slice(-2)).toEqual([
        expect.stringMatching(/^\[.*\] \[.*\] Pruned containers$/),
        expect.stringMatching(/^\[.*\] \[.*\] Pruned images$/),
      ])
    }
    expect(await standing(service)).toEqual(settledOn(service, 'v4'))
    expect((await service.run('rollback')).outputs).toMatchObject({
      ...{ outcome: 'deployed', version: 'v3' },
    })
    await service.deploy('v4')
  }, 180_000)
})

describe('a command of the allow-list', () => {
  const commands = {
    say: { run: ['echo', '$HOME; `id`', '"two  words"'], arguments: 1 },
    whole: { run: ['hostname'], hosts: 'all' },
    secret: ['sh', '-c', 'echo "it is $API_TOKEN"'],
    broken: ['sh', '-c', 'echo this is why; exit 3'],
    endless: { run: ['sleep', '20'], timeout: '1s' },
    missing: ['bin/nothing'],
  }
  beforeAll(() =>
    service.configure({
      'x-seaworthy': {
        'known-hosts': [primary, other].map(({ knownHosts }) => knownHosts),
        commands,
      },
    }),
  )
  const run = (name: string, inputs: RunOptions['inputs'] = {}) =>
    operate({ command: 'run', name, ...inputs })

  test('runs where the role serves, with words that no shell reads, and is noted', async () => {
    const result = await run('say', { arguments: '$(reboot) > x' })
    expect(result.exitCode).toBe(0)
    expect(result.log).toContain('$HOME; `id` "two  words" $(reboot) > x')
    expect(resultOf(result)).toEqual([
      { host: primary.address, container: `${service.name}-web-v4`, exitCode: 0 },
    ])
    expect((await auditOf(primary, service.name)).at(-1)).toContain(
      '[web] Executed cmd \'echo $HOME; `id` "two words" $(reboot) > x\' on app version v4',
    )
  }, 60_000)

  test('runs on all hosts where it says so', async () => {
    expect(resultOf(await run('whole'))).toMatchObject([
      { host: primary.address, exitCode: 0 },
      { host: other.address, exitCode: 0 },
    ])
  }, 60_000)

  test('is only shown when it is tried', async () => {
    const lines = (await auditOf(primary, service.name)).length
    const result = await run('whole', { 'dry-run': 'true' })
    expect([result.exitCode, resultOf(result)]).toEqual([
      0,
      expect.objectContaining({ words: ['hostname'], hosts: [primary.address, other.address] }),
    ])
    expect(await auditOf(primary, service.name)).toHaveLength(lines)
  }, 60_000)

  test('shows no secret that is known', async () => {
    const { exitCode, log } = await run('secret')
    expect([exitCode, log]).toEqual([0, expect.stringContaining('it is ***')])
  }, 60_000)

  test.each([
    ['broken', /broken ended on \S+ with exit code 3/, 'this is why'],
    ['endless', /endless did not end within 1 s on/, 'It may go on in'],
    ['missing', /missing ended on \S+ with exit code 12[67]/, 'no such file or directory'],
  ])(
    'that goes wrong fails the step, and says how: %s',
    async (name, message, seen) => {
      const result = await run(name)
      expect([result.exitCode, result.annotations[0]]).toMatchObject([
        1,
        { title: 'command-failed' },
      ])
      expect(result.annotations[0]?.message).toMatch(message)
      expect(result.log).toContain(seen)
      expect(result.summary).toContain('### It did not end well')
    },
    60_000,
  )

  test.each([
    ['sai', {}, 'did you mean say?'],
    ['rm -rf /', {}, 'allowed: say, whole, secret, broken, endless, missing'],
    ['say', { arguments: 'a\nb' }, 'takes at most 1 argument, not 2'],
    ['say', { arguments: '-n' }, 'looks like an option'],
    ['say', { roles: 'jobs' }, 'roles: jobs is not in config/deploy.yml'],
  ])(
    'that is not on the list, or not like this, is refused: %s %j',
    async (name, more, said) => {
      const result = await run(name, more)
      expect([result.exitCode, result.annotations[0]?.title]).toEqual([1, 'input-invalid'])
      expect(result.annotations[0]?.message).toContain(said)
    },
    60_000,
  )
})

test('nothing but prune and run can be tried', async () => {
  const result = await operate({ command: 'freeze', reason: 'x', 'dry-run': 'true' })
  expect([result.exitCode, result.annotations[0]?.message]).toEqual([
    ...[1, 'Input dry-run is for prune and run, not for freeze.'],
  ])
})

test('no command on hosts needs a secret of the app, not even its file', async () => {
  await without({ env: { secret: ['API_TOKEN', 'NEVER_SET'] } }, async () => {
    for (const command of ['status', 'lock', 'logs', 'resume']) {
      const result = await operate({ command, lines: '1' })
      expect([command, result.exitCode]).toEqual([command, 0])
    }
  })
}, 90_000)

test('a key that deploy.yml names is missed where there is no other', async () => {
  await without({ ssh: { key_data: ['DEPLOY_KEY'] } }, async () => {
    const result = await operate({ command: 'status', 'ssh-private-key': '' })
    expect(result.exitCode).toBe(1)
    expect(result.log).toContain("Secret 'DEPLOY_KEY' not found")
    const given = {
      'ssh-private-key': '',
      'env-file': JSON.stringify({ DEPLOY_KEY: readLab().key }),
    }
    expect(await operate({ command: 'status', ...given })).toMatchObject({ exitCode: 0 })
  })
}, 60_000)
