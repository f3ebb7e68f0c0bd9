import type { Journal } from '../../host/journal.ts'
import { upgradeErrand } from '../../rollout/errand.ts'
import { undo } from '../../rollout/undo.ts'
import { link, portsOf } from './connect.ts'
import { hostsConfigFor, keepInputs, type Context, type MaybeFleet } from './context.ts'
import { intention, isErrand, say } from './post-words.ts'
import { narration } from './show.ts'

/** A post phase has about five minutes for everything. */
const drainLimitMs = 30_000

/**
 * The post phase: a fresh process that recovers what a cancelled or broken main phase left behind.
 * @returns what it came to; undefined where nothing was left to do
 * @throws SeaworthyError `recovery-stuck` when it could not finish; the lock is then kept on purpose.
 */
export const runPost = async (
  context: Context,
  inputs: MaybeFleet,
  journal: Journal,
): Promise<string | undefined> => {
  keepInputs(context, inputs)
  // A secret that is gone by now must not keep a fleet from being recovered.
  const config = hostsConfigFor(context, inputs, true)
  const hosts = [...new Set([journal.primary, ...Object.keys(journal.hosts)])].filter(
    (host) => !inputs.without.includes(host),
  )
  context.log.info(intention(journal))
  const fleet = await link(context, config, inputs, hosts)
  try {
    const ports = portsOf(fleet, narration(context.log).narrate, context.signal)
    const undone = await undo(journal, ports, { drainLimitMs, without: inputs.without })
    const said = say(undone, journal)
    if (said !== undefined) context.log.info(said)
    if (undone.result === 'stuck') throw undone.error
    if (journal.version !== upgradeErrand || !isErrand(journal)) return said
    const { bootProxies } = await import('./boot-proxies.ts')
    const booted = await bootProxies(context, inputs, config, journal, ports)
    const all = [...(said === undefined ? [] : [said]), ...booted]
    return all.length === 0 ? undefined : all.join('; ')
  } finally {
    await fleet.close()
  }
}
