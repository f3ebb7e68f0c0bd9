import { SeaworthyError } from '../../base/error.ts'
import { planPrune, prune, type Pruned } from '../../operate/prune.ts'
import { orderOf, runOn, type Order, type Ran } from '../../operate/run.ts'
import { hostOf } from '../../rollout/ports.ts'
import { portsOf, requireAll } from '../shared/connect.ts'
import { inOne } from '../shared/in-one.ts'
import { narration } from '../shared/show.ts'
import { wallClock } from '../shared/world.ts'
import { errandFor } from './errand-for.ts'
import type { Operation } from './operation.ts'
import { tellOrder, tellPruned, tellRan } from './tell-fleet.ts'

const throwAll = (errors: readonly SeaworthyError[]): void => {
  const [first, ...others] = errors
  if (first !== undefined) throw inOne([first, ...others])
}

const pruneAll = async (operation: Operation): Promise<readonly Pruned[]> => {
  const { context, fleet, inputs, config, aim } = operation
  const ports = portsOf(fleet, narration(context.log).narrate, context.signal)
  const hosts = aim.targets.map(({ host }) => host)
  const { errand, options } = errandFor(context, inputs, { config, lockHost: aim.lockHost, hosts })
  if (inputs.dryRun) return planPrune(errand, ports)
  return prune(errand, ports, options)
}

/** @throws SeaworthyError `lock-held`; what kept a host from being pruned, after all others were. */
export const onPrune = async (operation: Operation): Promise<void> => {
  requireAll(operation.fleet)
  const pruned = await pruneAll(operation)
  await tellPruned(operation.context, pruned, operation.inputs.dryRun)
  throwAll(pruned.flatMap(({ error }) => error ?? []))
}

/** Hosts on which an order is to be carried out, of those that are meant at all. */
export const hostsOf = (order: Order, { aim }: Pick<Operation, 'aim'>): readonly string[] => {
  const hosts = aim.targets
    .filter(({ roles }) => roles.some(({ name }) => name === order.role.name))
    .map(({ host }) => host)
  if (hosts.length === 0)
    throw new SeaworthyError('input-invalid', `No host of the role ${order.role.name} is left.`, {
      hint: `The command ${order.name} runs in that role: see hosts, roles and without-hosts.`,
    })
  return order.hosts === 'first' ? hosts.slice(0, 1) : hosts
}

const failure = ({ host, exitCode, text }: Ran, { name }: Order): readonly SeaworthyError[] =>
  exitCode === 0
    ? []
    : [
        new SeaworthyError(
          'command-failed',
          `${name} ended on ${host} with exit code ${exitCode === undefined ? 'unknown' : String(exitCode)}.`,
          { evidence: text.split('\n').slice(-8) },
        ),
      ]

/** @throws SeaworthyError `command-failed` when it did not end well everywhere. */
export const onRun = async (operation: Operation): Promise<void> => {
  const { context, config, fleet, inputs } = operation
  const order = orderOf(config, inputs.name, inputs.arguments)
  const hosts = hostsOf(order, operation)
  if (inputs.dryRun) return tellOrder(context, order, hosts)
  requireAll(fleet)
  const act = { now: wallClock.now(), actor: context.run.actor }
  context.touched.add('hosts')
  const results = await Promise.allSettled(
    hosts.map((host) => runOn(hostOf(fleet, host), config, order, act, context.signal)),
  )
  context.signal.throwIfAborted()
  const ran = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const broken = results.flatMap((result) => {
    if (result.status === 'fulfilled') return []
    const reason: unknown = result.reason
    if (!(reason instanceof SeaworthyError)) throw reason
    return [reason]
  })
  await tellRan(context, order, ran)
  throwAll([...broken, ...ran.flatMap((one) => failure(one, order))])
}
