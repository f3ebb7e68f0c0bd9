import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'
import type { Config } from '../../config/config.ts'
import { readPrivateKey, type PrivateKey } from '../../ssh/keys.ts'
import { parseKnownHosts } from '../../ssh/known-hosts.ts'
import type { Target } from '../../ssh/target.ts'
import type { AimInputs } from './inputs.ts'

export interface LoginSources {
  readonly workspace: string
  /** Socket of an ssh-agent, from the step's environment. */
  readonly agent: string | undefined
}

const readKeyFile = (path: string, workspace: string): string => {
  const full = path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(workspace, path)
  try {
    return readFileSync(full, 'utf8')
  } catch (cause) {
    throw new SeaworthyError('key-unusable', `ssh/keys names ${path}, which can't be read`, {
      hint: 'Give the key itself in the input ssh-private-key, from a secret.',
      cause,
    })
  }
}

const keysOf = (config: Config, inputs: AimInputs, sources: LoginSources): PrivateKey[] => {
  if (inputs.key !== undefined) return [readPrivateKey(inputs.key, inputs.passphrase)]
  const texts = [
    ...config.ssh.keyData,
    ...config.ssh.keys.map((path) => readKeyFile(path, sources.workspace)),
  ]
  return texts.map((text) => readPrivateKey(text, inputs.passphrase))
}

export const noKey = (): SeaworthyError =>
  new SeaworthyError('key-unusable', 'There is no key to log in to the hosts with.', {
    hint: 'Set the input ssh-private-key from a secret, or start an ssh-agent before this step.',
  })

/**
 * How to log in to every host of a rollout: the key of the input, else those of deploy.yml, and those
 * of a running agent. Host keys are pinned by the input and by `x-seaworthy/known-hosts`.
 * @throws SeaworthyError `key-unusable` when there is no key at all, or one can't be used.
 */
export const targetsFor = (
  hosts: readonly string[],
  config: Config,
  inputs: AimInputs,
  sources: LoginSources,
): readonly Target[] => {
  const keys = keysOf(config, inputs, sources)
  if (keys.length === 0 && sources.agent === undefined) throw noKey()
  const known = parseKnownHosts([...config.own.knownHosts, inputs.knownHosts ?? ''])
  const { user, port, proxy } = config.ssh
  return hosts.map((host) => ({
    name: host,
    host,
    port,
    user,
    keys,
    known,
    agent: sources.agent,
    jump: proxy,
  }))
}
