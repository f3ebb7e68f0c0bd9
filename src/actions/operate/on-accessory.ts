import {
  actOnAccessory,
  findAccessory,
  undoReboot,
  type AccessoryDeed,
} from '../../operate/accessory.ts'
import { logOf } from '../../operate/logs.ts'
import type { Placed } from '../../rollout/bootstrap/setting.ts'
import { hostOf } from '../../rollout/ports.ts'
import type { Journal } from '../../host/journal.ts'
import { link, portsOf, requireAll } from '../shared/connect.ts'
import { aimOf, configFor, hostsConfigFor, type Context } from '../shared/context.ts'
import type { FleetLink } from '../shared/fleet-link.ts'
import { narration } from '../shared/show.ts'
import { errandFor } from './errand-for.ts'
import type { OperateInputs } from './read.ts'
import { tellAccessory, tellLogs } from './tell.ts'

const done: Readonly<Record<AccessoryDeed, string>> = {
  start: 'started',
  stop: 'stopped',
  reboot: 'booted anew, with its data',
}

const deedOf = ({ command }: OperateInputs): AccessoryDeed | 'logs' =>
  command === 'accessory-start'
    ? 'start'
    : command === 'accessory-stop'
      ? 'stop'
      : command === 'accessory-reboot'
        ? 'reboot'
        : 'logs'

const logs = async (
  context: Context,
  { lines }: OperateInputs,
  { accessory, hosts }: Placed,
  fleet: FleetLink,
): Promise<void> => {
  const asked = hosts.map((host) =>
    logOf(hostOf(fleet, host), accessory.service, lines, context.signal),
  )
  await tellLogs(context, await Promise.all(asked))
}

/** @throws SeaworthyError whatever kept the command from its end. */
export const onAccessory = async (
  context: Context,
  inputs: OperateInputs,
  name: string,
): Promise<void> => {
  const { kit, command } = inputs
  const config =
    kit === undefined
      ? hostsConfigFor(context, inputs, command === 'accessory-logs')
      : configFor(context, inputs)
  const aim = aimOf(config, inputs)
  const { lockHost } = aim
  const placed = findAccessory(config, aim.placed, name)
  const { hosts } = placed
  const fleet = await link(context, config, inputs, [...new Set([lockHost, ...hosts])])
  try {
    requireAll(fleet)
    const deed = deedOf(inputs)
    if (deed === 'logs') {
      await logs(context, inputs, placed, fleet)
      return
    }
    const ports = portsOf(fleet, narration(context.log).narrate, context.signal)
    const { errand, options } = errandFor(context, inputs, { config, lockHost, hosts })
    await actOnAccessory(deed, errand, placed, ports, options)
    await tellAccessory(context, { name, hosts, done: done[deed] })
    return undefined
  } finally {
    await fleet.close()
  }
}

/**
 * The last of a post phase: an accessory whose reboot was cut off serves again as before.
 * @returns a sentence on it; undefined when nothing was to be done
 * @throws SeaworthyError whatever kept it from its end.
 */
export const settleReboot = async (
  context: Context,
  inputs: OperateInputs,
  { token }: Journal,
): Promise<string | undefined> => {
  const { kit: name } = inputs
  if (name === undefined) return undefined
  const config = hostsConfigFor(context, { ...inputs, kit: undefined }, true)
  const { lockHost, placed: all } = aimOf(config, inputs)
  const placed = findAccessory(config, all, name)
  const { hosts } = placed
  const fleet = await link(context, config, inputs, [...new Set([lockHost, ...hosts])])
  try {
    requireAll(fleet)
    const ports = portsOf(fleet, narration(context.log).narrate, context.signal)
    const { errand, options } = errandFor(context, inputs, { config, lockHost, hosts })
    const back = await undoReboot(errand, token, placed, ports, {
      ...options,
      remember: () => undefined,
      forget: () => undefined,
    })
    return back.length === 0
      ? undefined
      : `${name} on ${back.join(', ')} is back as it was before its reboot`
  } finally {
    await fleet.close()
  }
}
