import { describe, expect, test } from '@jest/globals'
import { createArgs, type NewContainer } from '../../src/host/create-args.ts'
import type { ShellArg, Word } from '../../src/host/word.ts'
import { sampleConfig, sampleRole } from './sample.ts'
import { makeHome, say, shells } from './shells.ts'

const fresh: NewContainer = {
  host: 'h',
  version: 'bbb',
  image: 'ghcr.io/o/app:bbb',
  run: 'cafe',
  fingerprint: 'f00d',
  hex12: '0123456789ab',
}

const rendered = (args: readonly ShellArg[]): readonly string[] =>
  args.map((arg) => (typeof arg === 'string' ? arg : arg.raw))

/** Line 21 of Kamal's transcript without `--detach` and `--name`, with `R.env` as it is staged. */
const kamals = [
  '--restart unless-stopped',
  '--network kamal',
  '--hostname h-0123456789ab',
  '--env KAMAL_CONTAINER_NAME="app-web-bbb"',
  '--env KAMAL_VERSION="bbb"',
  '--env KAMAL_HOST="h"',
  '--env-file .kamal/apps/app/env/roles/web.env.bbb',
  '--log-opt max-size="10m"',
  '--label service="app"',
  '--label role="web"',
  '--label destination',
  'ghcr.io/o/app:bbb',
]
const ours = ['--label seaworthy.run="cafe"', '--label seaworthy.config="f00d"']

const flag = (arg: string): string => arg.split(' ')[0] ?? ''
const withFlag = (args: readonly string[], name: string): readonly string[] =>
  args.filter((arg) => flag(arg) === name)

describe('the arguments of a new container', () => {
  test("are those of Kamal's transcript and two labels, repeated flags in Kamal's order", () => {
    const config = sampleConfig()
    const args = rendered(createArgs(config, sampleRole(), fresh))
    expect([...args].sort()).toEqual([...kamals, ...ours].sort())
    expect(withFlag(args, '--env')).toEqual(withFlag(kamals, '--env'))
    expect(withFlag(args, '--label')).toEqual([...withFlag(kamals, '--label'), ...ours])
    expect(args.at(-1)).toBe('ghcr.io/o/app:bbb')
  })

  test('name the destination in names, environment, label and env file', () => {
    const config = sampleConfig({ destination: 'staging' })
    const args = rendered(createArgs(config, sampleRole(), fresh))
    expect(args).toEqual(
      expect.arrayContaining([
        '--env KAMAL_CONTAINER_NAME="app-web-staging-bbb"',
        '--env KAMAL_DESTINATION="staging"',
        '--env-file .kamal/apps/app-staging/env/roles/web.env.bbb',
        '--label destination="staging"',
      ]),
    )
  })

  test("mount the version's assets after the volumes, before the labels", () => {
    const assets = { path: '/rails/public/assets', options: 'ro' }
    const role = sampleRole({ volumes: ['v:/v'], assets })
    const args = rendered(createArgs(sampleConfig(), role, fresh))
    const at = args.indexOf('--volume v:/v')
    expect(args.slice(at, at + 3)).toEqual([
      '--volume v:/v',
      '--volume $PWD/.kamal/apps/app/assets/volumes/web-bbb:/rails/public/assets:ro',
      '--label service="app"',
    ])
  })

  test.each([
    ['h'.repeat(60), `${'h'.repeat(51)}-0123456789ab`],
    [`${'h'.repeat(50)}.example`, `${'h'.repeat(50)}-0123456789ab`],
    ['2001:db8::1', '2001:db8::1-0123456789ab'],
  ])('host name of %s', (host, hostname) => {
    const args = rendered(createArgs(sampleConfig(), sampleRole(), { ...fresh, host }))
    expect(args).toContain(`--hostname ${hostname}`)
  })

  test("carry the role's settings in Kamal's order, image and command last", () => {
    const role = sampleRole({
      cmd: 'bin/jobs -q "a b" $HOME',
      env: { clear: { A: '1', OFF: false, UNSET: null, T: '${T}' }, secret: { S: 'x' } },
      labels: { tier: 'front' },
      volumes: ['$PWD/data:/data', 'v:/v'],
      options: [{ name: 'memory', value: '1g' }],
      restart: 'on-failure:3',
      logging: { driver: 'local', options: { 'max-file': '2' } },
    })
    const args = rendered(createArgs(sampleConfig(), role, fresh))
    expect(args.slice(5)).toEqual([
      '--restart on-failure:3',
      '--network kamal',
      '--env A="1"',
      '--env OFF=false',
      '--env UNSET',
      '--env T="${T}"',
      '--log-driver "local"',
      '--log-opt max-file="2"',
      '--volume $PWD/data:/data',
      '--volume v:/v',
      '--label service="app"',
      '--label role="web"',
      '--label destination',
      '--label tier="front"',
      '--memory "1g"',
      ...ours,
      'ghcr.io/o/app:bbb',
      'bin/jobs -q "a b" $HOME',
    ])
    expect(args.join(' ')).not.toContain('S=')
  })
})

describe.each(shells)('docker create, as $name hears it', (shell) => {
  test('gets every value as one argument, with the variables of the host filled in', async () => {
    const role = sampleRole({
      cmd: 'run "a b"',
      env: {
        clear: { A: 'it\'s "1" `id` $(id) $X', H: '${HOME}', N: 'a\nb', U: 'é ü', Q: '#{x}' },
        secret: {},
      },
      volumes: ['$PWD/data:/data'],
      labels: { rule: 'Host(`a`) && x' },
      options: [{ name: 'init', value: true }],
    })
    const home = makeHome()
    const args = createArgs(sampleConfig(), role, fresh)
    const word: Word = { word: 'create', name: 'app-web-bbb', args }
    expect((await say([word], home, shell)).code).toBe(0)
    const [argv = []] = home.dockerCalls()
    expect(argv.slice(0, 3)).toEqual(['create', '--name', 'app-web-bbb'])
    expect(argv).toEqual(
      expect.arrayContaining([
        'A=it\'s "1" `id` $(id) $X',
        `H=${home.path}`,
        'N=a\\nb',
        'U=é ü',
        // Ruby's escape of #{ has no meaning to a shell: Kamal's containers see the backslash too.
        'Q=\\#{x}',
        `${home.path}/data:/data`,
        'rule=Host(`a`) && x',
        '--init',
      ]),
    )
    expect(argv.slice(-3)).toEqual(['ghcr.io/o/app:bbb', 'run', 'a b'])
  })
})
