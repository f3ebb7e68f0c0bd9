import { SeaworthyError } from '../../base/error.ts'
import { lookAtDocker } from '../../fleet/look.ts'
import type { LockState } from '../../fleet/state.ts'
import type { Host } from '../../host/port.ts'
import { freeze, lockText, lookAtLock, release, type Act } from '../../operate/lock.ts'
import { logsOn } from '../../operate/logs.ts'
import { hostStatus } from '../../operate/status.ts'
import type { Config } from '../../config/config.ts'
import { orderOf } from '../../operate/run.ts'
import { hostOf } from '../../rollout/ports.ts'
import { lookWithFiles } from '../../rollout/survey.ts'
import { serving, versionOf } from '../../fleet/serving.ts'
import { link, requireAll } from '../shared/connect.ts'
import { aimOf, hostsConfigFor, keepInputs, type Aim, type Context } from '../shared/context.ts'
import { cryptoRandom, wallClock } from '../shared/world.ts'
import { onAccessory } from './on-accessory.ts'
import { onDatabase } from './on-database.ts'
import { hostsOf, onPrune, onRun } from './on-fleet.ts'
import type { Operation } from './operation.ts'
import type { OperateInputs } from './read.ts'
import { tellLock, tellLogs, tellStatus } from './tell.ts'

const seen = (lock: LockState) => ({ free: lock.state === 'free', text: lockText(lock) })

const status = async (operation: Operation): Promise<void> => {
  const { context, config, aim, fleet } = operation
  const reached = aim.targets.flatMap(({ host, roles }) => {
    const link = fleet.hosts.get(host)
    return link === undefined ? [] : [{ link, roles }]
  })
  const hosts = await Promise.all(
    reached.map(async ({ link, roles }) =>
      hostStatus(config, await lookWithFiles(link, config, context.signal), roles),
    ),
  )
  const primary = fleet.hosts.get(aim.lockHost)
  const lock =
    primary === undefined
      ? { free: false, text: `unknown: ${aim.lockHost} was not reached` }
      : seen(await lookAtLock(primary, config, context.signal))
  await tellStatus(
    context,
    hosts,
    fleet.failures.map(({ host }) => host),
    lock,
  )
  requireAll(fleet)
}

const logs = async (operation: Operation): Promise<void> => {
  const { context, config, aim, fleet, inputs } = operation
  requireAll(fleet)
  const { signal } = context
  const found = await Promise.all(
    aim.targets.map(async ({ host, roles }) => {
      const link = hostOf(fleet, host)
      const state = await lookAtDocker(link, config, signal)
      return logsOn(link, { ...state, files: undefined }, roles, { lines: inputs.lines, signal })
    }),
  )
  await tellLogs(context, found.flat())
}

const versionOn = async (primary: Host, { config, context }: Operation): Promise<string> => {
  const [role] = config.roles
  const docker = await lookAtDocker(primary, config, context.signal)
  const now =
    role === undefined ? undefined : serving(config, { ...docker, files: undefined }, role)
  return now === undefined ? 'none' : versionOf(config, now)
}

/** Unless it was refused, nobody knows whether the lock has changed. */
const changing = async <T>({ touched }: Context, change: Promise<T>): Promise<T> => {
  try {
    return await change
  } catch (error) {
    if (!(error instanceof SeaworthyError) || error.code !== 'lock-held') touched.add('hosts')
    throw error
  }
}

const onLock = async (operation: Operation): Promise<void> => {
  const { context, config, aim, fleet, inputs } = operation
  requireAll(fleet)
  const { run, signal } = context
  const primary = hostOf(fleet, aim.lockHost)
  const act: Act = { config, run, now: wallClock.now(), token: cryptoRandom.hex(8) }
  const { command, reason = '', heldBy = run.actor } = inputs
  if (command === 'freeze') {
    const version = await versionOn(primary, operation)
    const lock = await changing(context, freeze(primary, act, { version, reason }, signal))
    return tellLock(context, { headline: 'Deploys are frozen', changed: true }, seen(lock))
  }
  if (command === 'lock') {
    const lock = await lookAtLock(primary, config, signal)
    return tellLock(context, { headline: 'The deploy lock', changed: false }, seen(lock))
  }
  const which = command === 'unlock' ? 'any' : 'by-hand'
  const was = await changing(context, release(primary, act, { owner: heldBy, which }, signal))
  const headline =
    was === undefined ? 'Nothing was held' : `Deploys go on: the lock of ${was.by} is released`
  return tellLock(context, { headline, changed: was !== undefined }, { free: true, text: 'free' })
}

const carryOut = async (operation: Operation): Promise<void> => {
  switch (operation.inputs.command) {
    case 'status':
      return status(operation)
    case 'logs':
      return logs(operation)
    case 'run':
      return onRun(operation)
    case 'prune':
      return onPrune(operation)
    default:
      return onLock(operation)
  }
}

const hostsFor = (inputs: OperateInputs, config: Config, aim: Aim): readonly string[] => {
  if (['status', 'logs', 'prune'].includes(inputs.command)) return aim.hosts
  if (inputs.command !== 'run') return [aim.lockHost]
  return hostsOf(orderOf(config, inputs.name, inputs.arguments), { aim })
}

const isOnLock = ({ command }: OperateInputs): boolean =>
  ['lock', 'freeze', 'resume', 'unlock'].includes(command)

/** Whether it shows what containers print. */
const showsOutput = ({ command }: OperateInputs): boolean => ['logs', 'run'].includes(command)

/** @throws SeaworthyError whatever kept the command from its end. */
export const runOperate = async (context: Context, inputs: OperateInputs): Promise<void> => {
  keepInputs(context, inputs)
  if (inputs.database !== undefined) return onDatabase(context, inputs, inputs.database)
  if (inputs.accessory !== undefined) return onAccessory(context, inputs, inputs.accessory)
  const config = hostsConfigFor(context, inputs, showsOutput(inputs))
  const aim = aimOf(config, { ...inputs, lockOnly: isOnLock(inputs) })
  const fleet = await link(context, config, inputs, hostsFor(inputs, config, aim))
  try {
    await carryOut({ context, inputs, config, aim, fleet })
  } finally {
    await fleet.close()
  }
}
