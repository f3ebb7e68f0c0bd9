import type { Journal } from '../../host/journal.ts'
import { upgradeErrand } from '../../rollout/errand.ts'
import { undo, type Undone } from '../../rollout/undo.ts'
import { link, portsOf } from './connect.ts'
import { hostsConfigFor, keepInputs, type Context, type MaybeFleet } from './context.ts'
import { narration } from './show.ts'

/** A post phase has about five minutes for everything. */
const drainLimitMs = 30_000

/** Of a run that took the lock and had rolled nothing out: a prune, or a deploy that prepared hosts. */
const isErrand = ({ hosts }: Journal): boolean => Object.values(hosts).flat().length === 0

const say = (undone: Undone, journal: Journal): string => {
  const { version } = journal
  switch (undone.result) {
    case 'finished':
      return 'nothing is owed: the rollout had not begun, or had ended'
    case 'back':
      if (isErrand(journal))
        return 'the deploy lock is free again; the next run goes on from what is there'
      return `the fleet serves what it served before; nothing of ${version} is left`
    case 'forward':
      return `${version} serves on every host: the rollout was past the point of no return`
    case 'stuck':
      return undone.error.message
  }
}

/**
 * The post phase: a fresh process that recovers what a cancelled or broken main phase left behind.
 * @returns what it came to
 * @throws SeaworthyError `recovery-stuck` when it could not finish; the lock is then kept on purpose.
 */
export const runPost = async (
  context: Context,
  inputs: MaybeFleet,
  journal: Journal,
): Promise<string> => {
  keepInputs(context, inputs)
  // A secret that is gone by now must not keep a fleet from being recovered.
  const config = hostsConfigFor(context, inputs, true)
  const hosts = [...new Set([journal.primary, ...Object.keys(journal.hosts)])].filter(
    (host) => !inputs.without.includes(host),
  )
  context.log.info(
    isErrand(journal)
      ? 'freeing the deploy lock of a run that was interrupted'
      : `recovering an interrupted rollout of ${journal.version}`,
  )
  const fleet = await link(context, config, inputs, hosts)
  try {
    const ports = portsOf(fleet, narration(context.log).narrate, context.signal)
    const undone = await undo(journal, ports, { drainLimitMs, without: inputs.without })
    const said = say(undone, journal)
    context.log.info(said)
    if (undone.result === 'stuck') throw undone.error
    if (journal.version !== upgradeErrand || !isErrand(journal)) return said
    const { bootProxies } = await import('./boot-proxies.ts')
    const booted = await bootProxies(context, inputs, config, journal, ports)
    return [said, ...booted].join('; ')
  } finally {
    await fleet.close()
  }
}
