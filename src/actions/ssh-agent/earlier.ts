import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { keepState, keptState } from '../../github/state.ts'
import type { Env } from '../../github/run.ts'
import { layoutOf } from '../../ssh/agent/layout.ts'

/** The variable that names the configuration of the agent that the job uses now. */
export const configVariable = 'SEAWORTHY_SSH_CONFIG'

/** What an earlier use of this action in the same job has left to go on from. */
export interface Earlier {
  /** Path of its configuration. */
  readonly config: string
  readonly knownHosts: string
}

export const earlierIn = async (env: Env): Promise<Earlier | undefined> => {
  const config = env[configVariable]
  if (config === undefined) return undefined
  const file = layoutOf(dirname(config)).knownHosts
  const knownHosts = await readFile(file, 'utf8').catch(() => undefined)
  return knownHosts === undefined ? undefined : { config, knownHosts }
}

const restored = ['SSH_AUTH_SOCK', 'SSH_AGENT_PID', configVariable]

/** Remembers for post which agent the job used before this one. */
export const keepAgentBefore = (env: Env): void =>
  keepState(
    'before',
    restored.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  )

const isPair = (value: unknown): value is [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'string')

/** The variables of the agent before this one: posts of earlier steps run after ours, and use it. */
export const agentBefore = (): Readonly<Record<string, string>> =>
  keptState('before', (value) =>
    Array.isArray(value) && value.every(isPair) ? Object.fromEntries(value) : undefined,
  ) ?? {}
