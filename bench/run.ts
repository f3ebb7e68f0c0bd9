import { served } from '../lab/kit/inspect.ts'
import { readLab, type LabHost } from '../lab/kit/lab.ts'
import { outputOf } from '../lab/kit/processes.ts'
import { runAction } from '../lab/kit/runner.ts'
import { phasesOf, type Phases } from './phases.ts'
import { service } from './shop.ts'

export type Action = 'deploy' | 'rollback'

/** One thing to measure: an action that brings a version to hosts, from a checkout. */
export interface Task {
  readonly action: Action
  readonly version: string
  readonly hosts: readonly LabHost[]
  readonly workspace: string
}

/** Milliseconds. */
export interface Measured {
  /** Of the main phase, from the start of its process to its end. */
  readonly wall: number
  /** Of the post phase, a process of its own that has nothing to do after a good run. */
  readonly post: number
  readonly phases: Phases
}

/**
 * Runs our bundle as the runner does.
 * @throws Error when it changed nothing, or not what it should: there is nothing to compare then.
 */
export const runOurs = async ({ action, version, workspace }: Task): Promise<Measured> => {
  const { key, registry } = readLab()
  const begun = performance.now()
  let planned = begun
  const result = await runAction(action, {
    workspace,
    inputs: { version, 'ssh-private-key': key },
    env: { REGISTRY_PASSWORD: registry.password },
    onLine: (line) => {
      if (line.includes(', one after the other;')) planned = performance.now()
    },
  }).result
  if (result.outputs['outcome'] !== 'deployed')
    throw new Error(`${action} ${version}: ${result.outputs['outcome'] ?? ''}\n${result.log}`)
  const wall = result.mainSeconds * 1000
  const post = result.seconds * 1000 - wall
  return { wall, post, phases: phasesOf(result.summary, planned - begun, wall) }
}

/** What a peer measured itself, when its last line says so. */
const ownFigure = (output: string): number | undefined => {
  const seconds = /(?:^|\n)seconds: ([\d.]+)$/.exec(output)?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

/**
 * Runs another command line for the same task; resolves with its wall time in milliseconds, or with
 * its own figure when its last line is `seconds: N`.
 */
export const runPeer = async (command: string, task: Task): Promise<number> => {
  const { registry, keyFile } = readLab()
  const begun = performance.now()
  const output = await outputOf('bash', ['-c', `cd "$CHECKOUT" && ${command}`], {
    timeoutMs: 300_000,
    env: {
      ...process.env,
      ACTION: task.action,
      VERSION: task.version,
      HOSTS: task.hosts.map(({ address }) => address).join(','),
      SERVICE: service,
      CHECKOUT: task.workspace,
      SSH_KEY_FILE: keyFile,
      REGISTRY_PASSWORD: registry.password,
    },
  })
  return ownFigure(output) ?? performance.now() - begun
}

/**
 * Asks every host what it serves.
 * @throws Error when one does not serve the task's version. The proxy's port has no delay.
 */
export const verify = async (
  near: readonly LabHost[],
  { action, version }: Task,
): Promise<void> => {
  for (const host of near) {
    const { version: found, body } = await served(host, `${service}.lab`)
    if (found !== version)
      throw new Error(`After ${action} to ${version}, ${host.name} serves ${found ?? body}`)
  }
}
