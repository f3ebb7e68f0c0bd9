import { tmpdir } from 'node:os'
import { runProgram } from '../../base/program.ts'
import { exportVariables, prependPath } from '../../github/exports.ts'
import { setOutputs } from '../../github/outputs.ts'
import { addKey, startAgent, type Machine } from '../../ssh/agent/agent.ts'
import { deployKeyOf, redirections, type DeployKey } from '../../ssh/agent/deploy-keys.ts'
import { gitVariables } from '../../ssh/agent/git-env.ts'
import { githubKeys, knownHostsFile } from '../../ssh/agent/known-hosts-file.ts'
import { isAgentBin, isFit, layoutOf, type Layout } from '../../ssh/agent/layout.ts'
import { findPrograms } from '../../ssh/agent/programs.ts'
import { unlocked } from '../../ssh/agent/unlocked.ts'
import { homeInPasswd, userConfigs } from '../../ssh/agent/user-configs.ts'
import { commandOf, publicLineOf, writeSsh, type Told } from '../../ssh/agent/write.ts'
import { readPrivateKeys } from '../../ssh/key-list.ts'
import type { Context } from '../shared/context.ts'
import { makeWorkplace } from '../shared/workplace.ts'
import { outputNames } from './contract.ts'
import { configVariable, earlierIn, keepAgentBefore } from './earlier.ts'
import { keepPid, leave } from './leave.ts'
import type { AgentInputs } from './read.ts'

/** The agent keeps its environment for as long as it lives, so it gets none of the step's. */
const machineOf = async ({ env, signal }: Context): Promise<Machine> => ({
  run: runProgram,
  programs: await findPrograms(env['PATH'] ?? '', isAgentBin),
  env: {
    PATH: env['PATH'] ?? '',
    LC_ALL: 'C',
    // By it the runner finds what a job has left.
    RUNNER_TRACKING_ID: env['RUNNER_TRACKING_ID'] ?? '',
  },
  signal,
})

/** Everything that can be refused is, before an agent runs. */
const readTold = async (context: Context, inputs: AgentInputs): Promise<Told> => {
  const { env, run, secrets } = context
  secrets.keep([inputs.key, inputs.passphrase].filter((text) => text !== undefined))
  const keys = readPrivateKeys(inputs.key ?? '', inputs.passphrase)
  secrets.keep(keys.flatMap((key) => [key.text, unlocked(key)]))
  const earlier = await earlierIn(env)
  const server = new URL(run.server).hostname
  return {
    keys,
    deployKeys: keys.map((key) => deployKeyOf(key, server)).filter((one) => one !== undefined),
    knownHosts: knownHostsFile(inputs.knownHosts ?? '', [earlier?.knownHosts ?? '', ...githubKeys]),
    includes: [
      ...(earlier === undefined ? [] : [earlier.config]),
      ...userConfigs(env['HOME'], homeInPasswd()),
      '/etc/ssh/ssh_config',
    ],
  }
}

const publish = (context: Context, layout: Layout, told: Told, machine: Machine, pid: number) => {
  const ssh = machine.programs.clients.get('ssh') ?? 'ssh'
  keepAgentBefore(context.env)
  exportVariables({
    SSH_AUTH_SOCK: layout.socket,
    SSH_AGENT_PID: String(pid),
    [configVariable]: layout.config,
    GIT_SSH_COMMAND: commandOf(ssh, layout),
    ...gitVariables(context.env, redirections(told.deployKeys)),
  })
  prependPath(layout.bin)
  setOutputs(outputNames, {
    'public-keys': told.keys.map(publicLineOf).join('\n'),
    fingerprints: told.keys.map(({ fingerprint }) => fingerprint).join('\n'),
    'ssh-config': layout.config,
    'ssh-auth-sock': layout.socket,
  })
}

const tell = ({ log }: Context, { keys, deployKeys }: Told, pid: number, lifetime: string) => {
  const repositoryOf = (one: DeployKey): string => `, deploy key of ${one.host}/${one.repository}`
  log.info(`ssh-agent runs as process ${pid}; it forgets its keys after ${lifetime}.`)
  for (const key of keys) {
    const deployKey = deployKeys.find((one) => one.key === key)
    log.info(`${key.fingerprint}${deployKey === undefined ? '' : repositoryOf(deployKey)}`)
    log.info(`  public key: ${publicLineOf(key)}`)
  }
}

/**
 * Starts an agent with the keys, and leads all later steps of the job to it.
 * @throws SeaworthyError whatever kept it from that; nothing is left then.
 */
export const runAgent = async (context: Context, inputs: AgentInputs): Promise<void> => {
  const told = await readTold(context, inputs)
  const machine = await machineOf(context)
  const parents = [context.env['RUNNER_TEMP'] ?? tmpdir(), tmpdir()]
  const folder = await makeWorkplace(context.env, parents.find(isFit) ?? '/tmp')
  const layout = layoutOf(folder)
  let pid: number | undefined
  try {
    pid = await startAgent(layout.socket, machine)
    keepPid(pid)
    for (const key of told.keys) await addKey(key, inputs.lifetimeSeconds, layout.socket, machine)
    await writeSsh(layout, told, machine)
    publish(context, layout, told, machine, pid)
    tell(context, told, pid, inputs.lifetime)
  } catch (error) {
    await leave(folder, pid)
    throw error
  }
}
