import { SeaworthyError } from '../../base/error.ts'
import type { Config } from '../../config/config.ts'
import { readPrivateKey, type PrivateKey } from '../../ssh/keys.ts'
import { parseKnownHosts } from '../../ssh/known-hosts.ts'
import type { Target } from '../../ssh/target.ts'
import { jumpOf, openClientConfig, pathFrom, readThere } from './client-config.ts'
import type { AimInputs } from './inputs.ts'

export interface LoginSources {
  readonly workspace: string
  /** Socket of an ssh-agent, from the step's environment. */
  readonly agent: string | undefined
  readonly warn: (message: string) => void
}

/** Undefined where there is no such file: a path of somebody's laptop is none of the runner. */
const readKeyFile = (path: string, { workspace }: LoginSources): string | undefined => {
  try {
    return readThere(pathFrom(path, workspace))
  } catch (cause) {
    throw new SeaworthyError('key-unusable', `ssh/keys names ${path}, which can't be read`, {
      hint: 'Give the key itself in the input ssh-private-key, from a secret.',
      cause,
    })
  }
}

interface KeyRing {
  readonly keys: readonly PrivateKey[]
  /** Paths where no file is. */
  readonly missing: readonly string[]
}

/** The key of the input; else those of deploy.yml; where that names no files, those of ssh_config. */
const keysOf = (
  config: Config,
  inputs: AimInputs,
  identityFiles: readonly string[],
  sources: LoginSources,
): KeyRing => {
  const { key, passphrase } = inputs
  if (key !== undefined) return { keys: [readPrivateKey(key, passphrase)], missing: [] }
  const { keyData, keys: named } = config.ssh
  const paths = [...new Set(named.length > 0 ? named : identityFiles)]
  const files = paths.map((path) => ({ path, text: readKeyFile(path, sources) }))
  const texts = [...keyData, ...files.flatMap(({ text }) => text ?? [])]
  return {
    keys: texts.map((text) => readPrivateKey(text, passphrase)),
    missing: files.filter(({ text }) => text === undefined).map(({ path }) => path),
  }
}

export const noKey = (missing: readonly string[] = []): SeaworthyError =>
  new SeaworthyError(
    'key-unusable',
    missing.length > 0
      ? `ssh/keys names ${missing.join(', ')}, which can't be read`
      : 'There is no key to log in to the hosts with.',
    {
      hint:
        missing.length > 0
          ? 'Give the key itself in the input ssh-private-key, from a secret.'
          : 'Set the input ssh-private-key from a secret, or start an ssh-agent before this step.',
    },
  )

/**
 * How to log in to every host of a rollout: the key of the input, else those of deploy.yml, and those
 * of a running agent. Host keys are pinned by the input and by `x-seaworthy/known-hosts`. As with
 * Kamal, user and port are those of deploy.yml; what else it leaves open, an ssh_config may say.
 * @throws SeaworthyError `key-unusable` when there is no key at all, or one can't be used;
 * `config-invalid` for a way to a host that is not supported.
 */
export const targetsFor = (
  hosts: readonly string[],
  config: Config,
  inputs: AimInputs,
  sources: LoginSources,
): readonly Target[] => {
  const client = openClientConfig(config.ssh.configFiles, sources.workspace)
  for (const path of client.missing) sources.warn(`ssh/config names ${path}, which is not there`)
  const known = parseKnownHosts([...config.own.knownHosts, inputs.knownHosts ?? ''])
  const { user, port, proxy } = config.ssh
  const rings = new Map<string, KeyRing>()
  const ringFor = (files: readonly string[]): KeyRing => {
    const ring = rings.get(files.join('\n')) ?? keysOf(config, inputs, files, sources)
    rings.set(files.join('\n'), ring)
    return ring
  }
  return hosts.map((host) => {
    const settings = client.of(host)
    const found = proxy === undefined ? jumpOf(client, host, user) : undefined
    const identityFiles = [...settings.identityFiles, ...(found?.identityFiles ?? [])]
    const { keys, missing } = ringFor(identityFiles)
    const only = (config.ssh.keysOnly || settings.identitiesOnly) && keys.length > 0
    const agent = only ? undefined : sources.agent
    if (keys.length === 0 && agent === undefined) throw noKey(missing)
    const jump = proxy ?? (found && { host: found.host, port: found.port, user: found.user })
    return { name: host, host: settings.hostName ?? host, port, user, keys, known, agent, jump }
  })
}
