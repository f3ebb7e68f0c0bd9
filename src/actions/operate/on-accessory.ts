import { runEnded } from '../../github/proof.ts'
import { keepState } from '../../github/state.ts'
import { actOnAccessory, findAccessory, type AccessoryDeed } from '../../operate/accessory.ts'
import { logOf } from '../../operate/logs.ts'
import type { Placed } from '../../rollout/bootstrap/setting.ts'
import { hostOf } from '../../rollout/ports.ts'
import { link, portsOf, requireAll } from '../shared/connect.ts'
import { aimOf, configFor, type Context } from '../shared/context.ts'
import type { FleetLink } from '../shared/fleet-link.ts'
import { narration } from '../shared/show.ts'
import { cryptoRandom, wallClock } from '../shared/world.ts'
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
  const config = configFor(context, inputs)
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
    const { run, signal } = context
    const ports = portsOf(fleet, narration(context.log).narrate, signal)
    const made = { token: cryptoRandom.hex(8), startedAt: wallClock.now(), what: inputs.command }
    await actOnAccessory(deed, { config, run, lockHost, hosts, ...made }, placed, ports, {
      lockWaitMs: 0,
      without: inputs.without,
      proof: (owner) => runEnded(owner, run, { apiUrl: run.apiUrl, token: undefined, signal }),
      remember: (journal) => keepState('journal', journal),
    })
    await tellAccessory(context, { name, hosts, done: done[deed] })
    return undefined
  } finally {
    await fleet.close()
  }
}
