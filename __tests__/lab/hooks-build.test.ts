import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { wipe } from '../../lab/kit/wipe.ts'
import { makeBuiltApp, withBuilder, type BuiltApp } from './support/builder.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeHooks, type Hooks } from './support/hooks.ts'
import { tagsOf } from './support/registry.ts'

let host: LabHost
let ship: BuiltApp
let build: BuiltApp
let hooks: Hooks
const made: Hooks[] = []

const hooksOf = (app: BuiltApp): Hooks => {
  const one = makeHooks(app.workspace.path)
  made.push(one)
  return one
}

const all = [
  'pre-connect',
  'pre-build',
  'pre-deploy',
  'pre-app-boot',
  'post-app-boot',
  'post-deploy',
]

/** Hook, command and lock of each line. */
const told = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => {
    const [name = ''] = line.split(' ')
    const value = (key: string) => RegExp(` KAMAL_${key}=(\\S*)`).exec(line)?.[1] ?? '-'
    return [name, value('COMMAND'), value('SUBCOMMAND'), value('LOCK')].join(' ')
  })

beforeAll(async () => {
  const builder = await withBuilder('hook-yard')
  host = await addHost('hook-shipped')
  ship = await makeBuiltApp('hook-ship', builder, [host], '.')
  build = await makeBuiltApp('hook-build', builder)
  hooks = hooksOf(ship)
}, 180_000)

afterAll(async () => {
  for (const one of made) one.remove()
  await wipe([host], ship.name)
  for (const app of [ship, build]) app.remove()
  for (const name of ['hook-shipped', 'hook-yard']) await removeHost(name)
}, 60_000)

test('the one step runs every hook once, pre-connect before it builds or connects', async () => {
  hooks.set(Object.fromEntries(all.map((name) => [name, ''])))
  const commit = ship.commit({})
  const result = await ship.run({}, { env: hooks.env })
  expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
  expect(told(hooks.noted())).toEqual([
    'pre-connect deploy - false',
    'pre-build deploy - false',
    'pre-deploy deploy - true',
    'pre-app-boot deploy - true',
    'post-app-boot deploy - true',
    'post-deploy deploy - false',
  ])
  expect(await standing(ship)).toEqual(
    settledOn(ship, commit).map((one) => ({ ...one, serves: 'built' })),
  )
}, 120_000)

test('a pre-build that fails ends it before anything is built or changed', async () => {
  const before = await standing(ship)
  hooks.set({ 'pre-build': 'echo the tree is not clean; exit 2' })
  const commit = ship.commit({ Dockerfile: `FROM ${ship.base}\nENV APP_VERSION=never\n` })
  const result = await ship.run({}, { env: hooks.env })
  expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
  expect(result.annotations).toMatchObject([
    {
      kind: 'error',
      title: 'hook-failed',
      message: expect.stringMatching(/^the hook pre-build failed with exit code 2$/m),
    },
  ])
  expect(await tagsOf(ship.repository)).not.toContain(commit)
  expect(await standing(ship)).toEqual(before)
}, 120_000)

test('a build alone runs pre-connect and pre-build, as build push; a version that is there only the first', async () => {
  const own = hooksOf(build)
  own.set(Object.fromEntries(all.map((name) => [name, ''])))
  build.commit({})
  const first = await build.run({}, { env: own.env })
  expect(first.exitCode).toBe(0)
  expect(told(own.noted())).toEqual(['pre-connect build push false', 'pre-build build push false'])
  const again = await build.run({}, { env: own.env })
  expect(again.outputs['cached']).toBe('true')
  expect(told(own.noted())).toEqual(['pre-connect build push false'])
}, 120_000)

test('hooks that fail are passed over, by the one step and by a build, where that is asked for', async () => {
  const own = hooksOf(build)
  for (const each of [hooks, own]) each.set({ 'pre-connect': 'exit 1', 'pre-build': 'exit 2' })
  ship.commit({})
  const shipped = await ship.run({ 'skip-hooks': 'true' }, { env: hooks.env })
  expect([shipped.exitCode, shipped.outputs['outcome']]).toEqual([0, 'deployed'])
  build.commit({})
  const built = await build.run({ 'skip-hooks': 'true' }, { env: own.env })
  expect(built.exitCode).toBe(0)
  for (const { log } of [shipped, built]) expect(log).toContain('skip-hooks: no hook')
  expect([...hooks.noted(), ...own.noted()]).toEqual([])
}, 120_000)
