import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import type { StepResult } from '../../lab/kit/step.ts'
import { deployYml } from '../../lab/kit/workspace.ts'
import { makeBuiltApp, withBuilder, type BuiltApp } from './support/builder.ts'
import { bare, standing } from './support/fleet.ts'
import { tagsOf } from './support/registry.ts'

let builder: LabHost
let host: LabHost
let app: BuiltApp
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-events-'))

beforeAll(async () => {
  builder = await withBuilder('ship-refuser')
  host = await addHost('unshipped')
  app = await makeBuiltApp('unshipped', builder, [host], '.')
}, 180_000)

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  app.remove()
  await removeHost('unshipped')
  await removeHost('ship-refuser')
}, 60_000)

const file = (keys: Readonly<Record<string, unknown>>) => ({
  'config/deploy.yml': deployYml({
    ...{ service: app.name, hosts: [host] },
    builder: { arch: 'amd64', secrets: ['NPM_TOKEN'] },
    ...keys,
  }),
})

/** Whatever is refused, nothing was built, and no host was changed. */
const refused = async (result: Promise<StepResult>): Promise<StepResult> => {
  const step = await result
  expect([step.exitCode, step.postExit, step.outputs]).toEqual([1, 0, { outcome: 'halted' }])
  expect(await tagsOf(app.repository)).toEqual([])
  expect(await standing(app)).toEqual(bare(app))
  return step
}

const unbuilt = async (result: Promise<StepResult>): Promise<StepResult> => {
  const step = await refused(result)
  expect(step.log).not.toContain('docker buildx build')
  return step
}

const errors = ({ annotations }: StepResult) =>
  annotations.filter(({ kind }) => kind === 'error').map(({ message }) => message)

describe('all that is wrong with the settings is told at once, before a build', () => {
  test('a secret of the app, one of the build, a key and inputs of both stages', async () => {
    app.workspace.commit({
      ...file({
        env: { secret: ['API_TOKEN'] },
        builder: { arch: 'amd64', secrets: ['NPM_TOKEN', 'GEMS'] },
      }),
      '.kamal/secrets': 'REGISTRY_PASSWORD=$REGISTRY_PASSWORD\nNPM_TOKEN=$NPM_TOKEN\n',
    })
    const inputs = { 'ssh-private-key': '', platforms: 'amd64?', 'lock-wait': 'long' }
    const [token, gems, whole, ...more] = errors(await unbuilt(app.run(inputs)))
    const both = [token, gems].join('\n')
    expect(both).toContain("env/secret/0: Secret 'API_TOKEN' not found")
    expect(both).toContain("builder/secrets/1: Secret 'GEMS' not found")
    expect(more).toEqual([])
    expect(whole).toMatch(/^2 inputs are wrong/)
    expect(whole).toContain('config/deploy.yml has 2 mistakes')
    expect(whole).toContain('There is no key to log in to the hosts with.')
  }, 60_000)

  test('a host that deploy.yml does not have, a key that is none, and a version', async () => {
    app.workspace.commit(file({}))
    const inputs = { hosts: '10.9.9.9', 'ssh-private-key': 'ssh-ed25519 AAAA', version: '-v' }
    const [only, ...more] = errors(await unbuilt(app.run(inputs)))
    expect(more).toEqual([])
    expect(only).toContain('hosts: 10.9.9.9 is not in config/deploy.yml')
    expect(only).toContain('"-v" cannot be a version.')
    expect(only).toContain('public')
  }, 60_000)

  test('a file that can not be read, and an input that is wrong', async () => {
    const [only] = errors(await unbuilt(app.run({ 'config-file': 'config', rebuild: 'maybe' })))
    expect(only).toContain('Input rebuild must be true or false, not "maybe".')
    expect(only).toContain("config can't be read")
  }, 60_000)
})

describe('after another workflow, what was tested there ships', () => {
  const after = async (run: object): Promise<StepResult> => {
    const event = join(folder, 'event.json')
    writeFileSync(event, JSON.stringify({ workflow_run: run }))
    const env = { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_EVENT_PATH: event }
    return app.run({ 'dry-run': 'true' }, { env })
  }
  const tested = (more: object = {}) => ({
    ...{ head_sha: app.workspace.head(), conclusion: 'success' },
    ...{ head_repository: { full_name: 'acme/shop' }, ...more },
  })

  test('the tip of the branch is refused, whatever was pushed since', async () => {
    const before = tested()
    const tip = app.workspace.commit({ 'newer.txt': 'untested' })
    const result = await unbuilt(after(before))
    expect(result.annotations).toMatchObject([
      {
        title: 'commit-not-tested',
        message: expect.stringContaining('`ref: ${{ github.event.workflow_run.head_sha }}`'),
      },
    ])
    expect(errors(result)[0]).toContain(`Tested was ${before.head_sha}, but ${tip} is checked out`)
  }, 60_000)

  test.each([
    ['that failed there', { conclusion: 'failure' }, 'ended with failure'],
    ['of a fork', { head_repository: { full_name: 'eve/shop' } }, 'a commit of eve/shop'],
  ])('a commit %s is refused', async (_, more, message) => {
    expect(errors(await unbuilt(after(tested(more))))).toEqual([expect.stringContaining(message)])
  })

  test('the commit that was tested is taken', async () => {
    expect(await after(tested())).toMatchObject({ exitCode: 0, outputs: { outcome: 'planned' } })
  }, 60_000)
})

describe('a host is looked at while the build goes on', () => {
  const slow = () => ({ Dockerfile: `FROM ${app.base}\nRUN sleep 300\n` })

  test('one that refuses the login ends the build', async () => {
    app.workspace.commit({ ...file({ ssh: { user: 'nobody' } }), ...slow() })
    expect((await refused(app.run())).annotations).toMatchObject([{ title: 'host-login-refused' }])
  }, 90_000)

  test('one of another kind than builder/arch ends the build', async () => {
    app.workspace.commit({ ...file({ builder: { arch: 'arm64', secrets: [] } }), ...slow() })
    const { annotations } = await refused(app.run())
    expect(annotations).toMatchObject([{ title: 'image-wrong-architecture' }])
  }, 90_000)
})
