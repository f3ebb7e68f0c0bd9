import { isoSeconds } from '../../base/time.ts'
import { environmentOn, type Role } from '../../config/config.ts'
import type { HostState } from '../../fleet/state.ts'
import { audit } from '../../host/audit.ts'
import { createArgs } from '../../host/create-args.ts'
import { createNetwork, pullImage, tagImage } from '../../host/docker.ts'
import { envFileText } from '../../host/env-file.ts'
import { fingerprint } from '../../host/fingerprint.ts'
import { containerName, envFile, network, pathsOf } from '../../host/names.ts'
import { proxyRunArgs, proxyRunOn } from '../../host/proxy-run.ts'
import type { Script } from '../../host/script.ts'
import type { Word } from '../../host/word.ts'
import { idOf } from '../created.ts'
import { derivedHex, roomName } from '../journal.ts'
import type { Step } from '../plan.ts'
import type { Rollout, Target } from '../target.ts'
import { pullProxy } from './proxy-image.ts'
import { assetWords, certificateWords, extractMs, freshWork, pagesWords } from './web.ts'

/** The image of this rollout on a host: by digest, or, going back to what is there, by its tag. */
export const imageOn = (state: HostState, { config, digest, version, source }: Rollout) =>
  state.images.find(
    ({ digests, tags }) =>
      digests.includes(`${config.repository}@${digest}`) ||
      (source === 'host' && tags.includes(`${config.repository}:${version}`)),
  )

/** Kamal's run, rollback and prune need the tag `repo:V`; what it points at came by digest. */
const imageStep = (rollout: Rollout, state: HostState): readonly Step[] => {
  const { config, digest, version } = rollout
  const there = imageOn(state, rollout)
  if (there?.tags.includes(`${config.repository}:${version}`) === true) return []
  const pull = there === undefined ? [pullImage(config.repository, digest, config.registry)] : []
  const tag = tagImage(`${config.repository}@${digest}`, config.repository, version)
  return [
    {
      phase: 'prepare',
      host: state.host,
      title: there === undefined ? `pull ${version}` : `tag ${version}`,
      commands: [...pull, tag],
    },
  ]
}

const lacksProxy = ({ roles }: Target, { proxy }: HostState): boolean =>
  roles.some((role) => role.proxy !== undefined) && proxy.state !== 'running'

const proxyImage = ({ config }: Rollout, target: Target, state: HostState) =>
  lacksProxy(target, state) && state.proxy.state === 'absent'
    ? pullProxy(config, proxyRunOn(config, target.host))
    : []

const bootProxy = ({ config }: Rollout, target: Target, state: HostState): readonly Word[] => {
  if (!lacksProxy(target, state)) return []
  const run = proxyRunOn(config, target.host)
  return [
    { word: 'dir', path: '.kamal/proxy/apps-config' },
    {
      word: 'boot-proxy',
      run: run === undefined ? [] : proxyRunArgs(run),
    },
  ]
}

const stageRole = (rollout: Rollout, state: HostState, role: Role): readonly Word[] => {
  const { config, version, token } = rollout
  const { host } = state
  const name = containerName(config, role.name, version)
  const text = envFileText(environmentOn(role, host).secret)
  const occupied = state.containers.some((container) => container.name === name)
  const room = roomName(rollout, host, name)
  const by = { ...config, actor: rollout.run.actor }
  const args = createArgs(config, role, {
    host,
    version,
    image: `${config.repository}:${version}`,
    run: token,
    fingerprint: fingerprint(config, role, host, rollout.digest),
    hex12: derivedHex(rollout, 6, host, role.name),
  })
  return [
    { word: 'write', path: envFile(config, role.name, version), text, mode: '600' },
    ...assetWords(rollout, state, role),
    ...certificateWords(rollout, role),
    ...(occupied ? [{ word: 'rename', from: name, to: room } as const] : []),
    { word: 'create', name, args, as: idOf(name) },
    audit(by, isoSeconds(rollout.startedAt), `Booted app version ${version}`, role.name),
  ]
}

/** The line of Kamal's audit log for an image that was not there yet. */
const auditPull = (rollout: Rollout, state: HostState): readonly Word[] => {
  const { config, version, startedAt, run } = rollout
  if (imageOn(state, rollout) !== undefined) return []
  const text = `Pulled image with version ${version}`
  return [audit({ ...config, actor: run.actor }, isoSeconds(startedAt), text)]
}

/** Environment, proxy and containers of a host, in one script; nothing serves from them yet. */
const prepareScript = (rollout: Rollout, target: Target, state: HostState): Script => {
  const paths = pathsOf(rollout.config)
  return {
    kind: 'script',
    title: `prepare ${target.roles.map(({ name }) => name).join(', ')}`,
    words: [
      { word: 'guard', owner: paths.owner, token: rollout.token },
      {
        word: 'require-label',
        image: `${rollout.config.repository}:${rollout.version}`,
        label: 'service',
        value: rollout.config.service,
      },
      ...auditPull(rollout, state),
      { word: 'dir', path: paths.envs },
      ...bootProxy(rollout, target, state),
      ...freshWork(rollout, target),
      ...pagesWords(rollout, target),
      ...target.roles.flatMap((role) => stageRole(rollout, state, role)),
    ],
    changes: true,
    timeoutMs: 120_000 + extractMs(target),
  }
}

/** Everything that a host needs before a container can start on it. */
export const prepareSteps = (
  rollout: Rollout,
  target: Target,
  state: HostState,
): readonly Step[] => [
  ...imageStep(rollout, state),
  {
    phase: 'prepare',
    host: target.host,
    title: `create ${target.roles.map(({ name }) => name).join(', ')}`,
    commands: [
      ...(state.proxy.state === 'running' ? [] : [createNetwork(network)]),
      ...proxyImage(rollout, target, state),
      prepareScript(rollout, target, state),
    ],
  },
]
