import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import type { StepResult } from '../../lab/kit/step.ts'
import { expectNoLeaks, footing } from './support/footing.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeHooks, type Hooks } from './support/hooks.ts'
import { makeService, type Service } from './support/service.ts'

let hosts: readonly LabHost[]
let service: Service
let hooks: Hooks
let both = ''

const groups = { boot: { limit: 1 } }

const names = [
  ...['docker-setup', 'pre-connect', 'pre-build', 'pre-deploy', 'pre-app-boot', 'post-app-boot'],
  ...['post-deploy', 'pre-proxy-reboot', 'post-proxy-reboot'],
]

/** All nine hooks; those that are told do something besides noting that they ran. */
const allHooks = (told: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(names.map((name) => [name, told[name] ?? '']))

const run = (action: string, inputs: Readonly<Record<string, string>>): Promise<StepResult> =>
  service.run(action, inputs, { env: hooks.env })

/** A version serves everywhere, and no hook was asked. */
const settle = async (version: string): Promise<void> => {
  hooks.set({})
  await service.deploy(version)
}

const nameOf = (line: string): string => line.split(' ')[0] ?? ''

beforeAll(async () => {
  hosts = [await addHost('hooked-a'), await addHost('hooked-b')]
  both = hosts.map(({ address }) => address).join(',')
  service = makeService('hooks', hosts, groups)
  hooks = makeHooks(service.workspace)
  for (const version of ['v1', 'v2']) await service.image(version)
  hooks.set(allHooks())
}, 180_000)

afterAll(async () => {
  hooks.remove()
  await service.remove()
  for (const name of ['hooked-a', 'hooked-b']) await removeHost(name)
}, 60_000)

/** What each hook of a rollout notes, in order. */
const course = (version: string, command: string): readonly string[] => {
  const line = (hook: string, about: string, lock: boolean) =>
    `${hook} KAMAL_COMMAND=${command} KAMAL_HOSTS=${about} KAMAL_LOCK=${lock} KAMAL_VERSION=${version}`
  return [
    line('pre-connect', both, false),
    line('pre-deploy', both, true),
    ...hosts.flatMap(({ address }) => [
      line('pre-app-boot', address, true),
      line('post-app-boot', address, true),
    ]),
    line('post-deploy', both, false),
  ]
}

describe('hooks that are well', () => {
  test('run in the order of Kamal, each with what it is about', async () => {
    const result = await run('deploy', { version: 'v1' })
    expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
    expect(hooks.noted()).toEqual(course('v1', 'deploy'))
  }, 90_000)

  test('that nothing is deployed by run only before it connects', async () => {
    const result = await run('deploy', { version: 'v1' })
    expect(result.outputs['outcome']).toBe('unchanged')
    expect(hooks.noted().map(nameOf)).toEqual(['pre-connect'])
  }, 60_000)

  test('are listed and not run by a dry-run', async () => {
    const result = await run('deploy', { version: 'v2', 'dry-run': 'true' })
    expect(result.outputs['outcome']).toBe('planned')
    expect(hooks.noted()).toEqual([])
    expect(result.log).toContain(
      'a dry-run runs no hook; besides those of the plan there are .kamal/hooks/pre-connect, .kamal/hooks/pre-build, .kamal/hooks/post-deploy',
    )
    for (const name of ['pre-deploy', 'pre-app-boot', 'post-app-boot'])
      expect(result.log).toContain(`run .kamal/hooks/${name}`)
  }, 60_000)

  test('say what they like: it is no command, and no secret is read in it', async () => {
    hooks.set({
      'pre-deploy': [
        'echo "::error::owned by a hook"',
        'echo "##[error]owned by a hook"',
        'echo "::set-output name=outcome::owned"',
        'echo "the token is $API_TOKEN" >&2',
      ].join('\n'),
    })
    const result = await run('deploy', { version: 'v2' })
    expect(result).toMatchObject({ exitCode: 0, annotations: [] })
    expect(result.log).toContain('owned by a hook')
    expect(result.log).toContain('the token is ***')
    await expectNoLeaks(service, result)
  }, 60_000)

  test('of a rollback are those of a deploy', async () => {
    hooks.set(allHooks())
    const result = await run('rollback', { version: 'v1' })
    expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
    expect(hooks.noted()).toEqual(course('v1', 'rollback'))
  }, 60_000)

  test('hear of the hosts that a filter leaves', async () => {
    const first = hosts[0]?.address ?? ''
    const result = await run('deploy', { version: 'v2', hosts: first, roles: 'web' })
    expect(result.outputs['outcome']).toBe('deployed')
    const noted = hooks.noted()
    expect(noted.map(nameOf)).toEqual([
      ...['pre-connect', 'pre-deploy', 'pre-app-boot', 'post-app-boot', 'post-deploy'],
    ])
    for (const line of noted) {
      expect(line).toContain(`KAMAL_HOSTS=${first} `)
      expect(line).toContain('KAMAL_ROLES=web ')
    }
    await settle('v1')
  }, 90_000)
})

describe('a hook that fails takes the deploy back', () => {
  const second = () => hosts[1]?.address ?? ''
  test.each([
    ['pre-connect', 'halted', ['pre-connect']],
    ['pre-deploy', 'halted', ['pre-connect', 'pre-deploy']],
    ['pre-app-boot', 'halted', ['pre-connect', 'pre-deploy', 'pre-app-boot']],
    ['post-app-boot', 'undone', ['pre-connect', 'pre-deploy', 'pre-app-boot', 'post-app-boot']],
  ])(
    '%s: %s',
    async (name, outcome, ran) => {
      await settle('v1')
      hooks.set(allHooks({ [name]: 'echo it is Friday >&2; exit 4' }))
      const before = await footing(service)
      const result = await run('deploy', { version: 'v2' })
      expect([result.exitCode, result.outputs['outcome']]).toEqual([1, outcome])
      expect(hooks.noted().map(nameOf)).toEqual(ran)
      expect(result.log).toContain(`the hook ${name} failed with exit code 4`)
      expect(result.log).toContain('it is Friday')
      expect(result.summary).toContain('it is Friday')
      expect(await standing(service)).toEqual(settledOn(service, 'v1'))
      expect(await footing(service)).toEqual(before)
      hooks.set(allHooks())
    },
    90_000,
  )

  test('for the second group: the first host, switched already, serves again what it did', async () => {
    hooks.set(allHooks({ 'pre-app-boot': `[ "$KAMAL_HOSTS" != ${second()} ]` }))
    const before = await footing(service)
    const result = await run('deploy', { version: 'v2' })
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'undone'])
    expect(await footing(service)).toEqual(before)
  }, 90_000)

  test('but after the deploy it only fails the step: the version serves, and that is said', async () => {
    hooks.set({ 'post-deploy': 'echo nobody is told >&2; exit 5' })
    const result = await run('deploy', { version: 'v2' })
    expect([result.exitCode, result.postExit]).toEqual([1, 0])
    expect(result.outputs).toMatchObject({ outcome: 'deployed', version: 'v2' })
    expect(result.annotations).toEqual([
      {
        kind: 'error',
        message: expect.stringMatching(
          /v2 is live on 2 hosts, .* - the hook post-deploy failed with exit code 5$/,
        ),
      },
    ])
    expect(result.summary).toContain('nobody is told')
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
    await settle('v1')
  }, 90_000)
})

describe('a hook that does not come to its end', () => {
  const endless = 'sleep 3600 &\necho waiting for ever\nwait'

  test('is killed with all it has started when the job is cancelled, and the fleet is as it was', async () => {
    await settle('v1')
    const before = await footing(service)
    hooks.set({ 'pre-app-boot': endless })
    const step = service.start('deploy', { version: 'v2' }, { env: hooks.env })
    await step.waitForLine(/waiting for ever/)
    step.signal('SIGINT')
    const result = await step.result
    expect([result.mainExit, result.postExit]).toEqual([1, 0])
    expect(result.outputs['outcome']).toBe('cancelled')
    await expectNoLeaks(service, result)
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
    expect(await footing(service)).toEqual(before)
  }, 90_000)

  test('is killed when its time is up', async () => {
    service.configure({ ...groups, 'x-seaworthy': { hooks: { timeout: '2s' } } })
    hooks.set({ 'pre-deploy': endless })
    const result = await run('deploy', { version: 'v2' })
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
    expect(result.log).toContain('the hook pre-deploy did not end within 2.0 s')
    expect(result.orphans).toEqual([])
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
    service.configure(groups)
  }, 60_000)
})

test('hooks without their run bit are all named before anything is begun', async () => {
  hooks.set({ 'pre-connect': '', 'post-deploy': '' }, 0o644)
  const result = await run('deploy', { version: 'v2' })
  expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
  expect(result.annotations).toEqual([
    {
      kind: 'error',
      title: 'hook-unusable',
      message: expect.stringMatching(
        /^\.kamal\/hooks\/pre-connect is a hook, and is not executable\n\.kamal\/hooks\/post-deploy is/,
      ),
    },
  ])
  expect(hooks.noted()).toEqual([])
}, 60_000)

test('a hook that stands in the way is passed over where that is asked for', async () => {
  await settle('v1')
  hooks.set(allHooks({ 'pre-connect': 'exit 1', 'pre-deploy': 'exit 1' }), 0o644)
  const result = await run('deploy', { version: 'v2', 'skip-hooks': 'true' })
  expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
  expect(result.log).toContain('skip-hooks: no hook of the checkout is run')
  expect(hooks.noted()).toEqual([])
}, 90_000)
