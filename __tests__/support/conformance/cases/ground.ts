import { idOf } from '../../../../src/rollout/created.ts'
import type { Registry } from '../../../../src/config/config.ts'
import { createNetwork, pullImage, tagImage } from '../../../../src/host/docker.ts'
import type { ShellArg, Word } from '../../../../src/host/word.ts'
import { call, say, wait, type Saying } from '../case.ts'
import { inspectContainer } from '../../../../src/host/docker.ts'

export const service = 'conform'
export const repository = `registry.lab:5000/lab/${service}`
export const owner = `.kamal/apps/${service}/seaworthy/owner`
export const port = 3000

/** Images that cases use: healthy v1, v2 and slow (boots 2 s), bad (500), crash (ends after 300 ms),
 * stubborn (must be killed). */
export const versions = ['v1', 'v2', 'slow', 'bad', 'crash', 'stubborn'] as const
export type Version = (typeof versions)[number]

/** Files below `/public` of every image. */
export const assets: Readonly<Record<string, string>> = { 'a.css': 'a', 'js/deep/b.js': 'b' }

/** What differs between the registry that a simulated world has and a real one. */
export interface Ground {
  readonly registry: Registry
  readonly digests: Readonly<Record<Version, string>>
}

export const network = call(createNetwork('kamal'))

export const pulled = (ground: Ground, ...wanted: readonly Version[]): readonly Saying[] =>
  wanted.flatMap((version) => [
    call(pullImage(repository, ground.digests[version], ground.registry)),
    call(tagImage(`${repository}@${ground.digests[version]}`, repository, version)),
  ])

const raw = (text: string): ShellArg => ({ raw: text })

/** `docker create` as a rollout has it. */
export const create = (name: string, version: string, ...more: readonly string[]): Word => ({
  word: 'create',
  name,
  args: [
    raw('--env-file t/web.env'),
    raw('--network kamal'),
    raw(more.some((arg) => arg.startsWith('--restart')) ? '' : '--restart unless-stopped'),
    raw(`--label service="${service}"`),
    raw('--label role="web"'),
    ...(more.some((arg) => arg.startsWith('--label destination'))
      ? []
      : [raw('--label destination')]),
    ...more.map(raw),
    `${repository}:${version}`,
  ],
  as: idOf(name),
})

const envFile: readonly Word[] = [
  { word: 'dir', path: 't' },
  { word: 'write', path: 't/web.env', text: 'TOKEN=x\n', mode: '600' },
]

/** Network, image, env file and a container that does not run yet. */
export const created = (
  ground: Ground,
  name: string,
  version: Version,
  ...more: readonly string[]
) => [network, ...pulled(ground, version), say(...envFile, create(name, version, ...more))]

export const start = (container: string): Word => ({ word: 'start', container })
export const beginStop = (container: string, timeSeconds?: number): Word => ({
  word: 'begin-stop',
  container,
  timeSeconds,
})

export const stop = (container: string, timeSeconds?: number): Word => ({
  word: 'stop',
  container,
  timeSeconds,
})

/** Until it has the state, as Docker says. */
export const becomes = (container: string, until: RegExp): Saying =>
  wait(call(inspectContainer(container)), until)

export const proxy = say(
  { word: 'dir', path: '.kamal/proxy/apps-config' },
  { word: 'boot-proxy', run: [] },
)

export const switched = (container: string, ...flags: readonly string[]): Word => ({
  word: 'switch',
  service: `${service}-web`,
  container,
  port,
  flags: flags.some((flag) => flag.startsWith('--deploy-timeout'))
    ? flags
    : ['--deploy-timeout="10s"', '--drain-timeout="1s"', ...flags],
})

/** A version that runs behind the proxy. */
export const served = (ground: Ground, name: string, version: Version): readonly Saying[] => [
  ...created(ground, name, version),
  proxy,
  say(start(name), switched(name)),
]
