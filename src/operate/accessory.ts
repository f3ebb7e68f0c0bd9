import { SeaworthyError } from '../base/error.ts'
import type { Config } from '../config/config.ts'
import type { Word } from '../host/word.ts'
import {
  guarded,
  makeWords,
  noted,
  pullStep,
  replacedName,
  routeMs,
  routeWords,
  startStep,
  step,
  stopWord,
  type Act,
} from '../rollout/bootstrap/accessory-steps.ts'
import { lookAtAccessory } from '../rollout/bootstrap/look.ts'
import type { Placed } from '../rollout/bootstrap/setting.ts'
import { underErrandLock, type Errand, type ErrandOptions } from '../rollout/errand.ts'
import type { Plan, Step } from '../rollout/plan.ts'
import { hostOf, type Ports } from '../rollout/ports.ts'
import { performScript } from '../rollout/perform.ts'
import { run } from '../rollout/run.ts'

export type AccessoryDeed = 'start' | 'stop' | 'reboot'

/**
 * The accessory of that name, and the hosts of it that are meant.
 * @throws SeaworthyError `input-invalid` when there is none.
 */
export const findAccessory = (config: Config, placed: readonly Placed[], name: string): Placed => {
  const found = placed.find(({ accessory }) => accessory.name === name)
  if (found !== undefined) return found
  const names = config.accessories.map((one) => one.name)
  const known = names.length === 0 ? 'it names no accessory' : `it names ${names.join(', ')}`
  throw new SeaworthyError('input-invalid', `accessory: ${name} is not in ${config.file}`, {
    hint: names.includes(name) ? 'hosts and without-hosts leave none of its hosts' : known,
  })
}

const missing = ({ accessory, host }: Act): SeaworthyError =>
  new SeaworthyError('accessory-missing', `there is no container ${accessory.service} on ${host}`, {
    hint: 'make it by a deploy with bootstrap: true, or by accessory-reboot',
  })

const route = (act: Act): readonly Step[] => {
  const words = routeWords(act)
  const script = guarded(act, `route ${act.accessory.name}`, words, routeMs(act.config))
  return words.length === 0 ? [] : [step(act, script.title, [script])]
}

const startSteps = (act: Act): readonly Step[] => {
  if (act.state.container === undefined) throw missing(act)
  const note = noted(act, `Started ${act.accessory.name} accessory`)
  return [startStep(act, note), ...route(act)]
}

const stopSteps = (act: Act): readonly Step[] => {
  const { name, service, proxy } = act.accessory
  if (act.state.container === undefined) throw missing(act)
  const unroute: readonly Word[] = proxy === undefined ? [] : [{ word: 'unroute', service }]
  const stops = [service, ...act.state.replaced].map(stopWord)
  const words = [noted(act, `Stopped ${name} accessory`), ...unroute, ...stops]
  return [step(act, `stop accessory ${name}`, [guarded(act, `stop ${name}`, words)])]
}

/** The old container makes room, and stops only when the new one is ready to start. */
const rebootSteps = (act: Act): readonly Step[] => {
  const { accessory, state } = act
  const { name, service, kit } = accessory
  if (kit === undefined) return []
  const old = replacedName(accessory, act.fence)
  const room: readonly Word[] = [{ word: 'rename', from: service, to: old }, ...makeWords(act, kit)]
  const gone = [...state.replaced, old].map((one): Word => ({ word: 'discard', container: one }))
  const note = noted(act, `Booted ${name} accessory`)
  return [
    pullStep(act, kit),
    step(act, `make accessory ${name} anew`, [guarded(act, `make ${name} anew`, room)]),
    startStep(act, stopWord(old)),
    step(act, `remove what ${name} was`, [guarded(act, `remove old ${name}`, [...gone, note])]),
    ...route(act),
  ]
}

const steps: Readonly<Record<AccessoryDeed, (act: Act) => readonly Step[]>> = {
  start: startSteps,
  stop: stopSteps,
  reboot: rebootSteps,
}

/** What served before gets its name back, and serves again. */
const bringBack = async (act: Act, old: string, ports: Ports): Promise<void> => {
  const { name, service } = act.accessory
  const words: readonly Word[] = [
    { word: 'discard', container: service },
    { word: 'rename', from: old, to: service },
    { word: 'start', container: service },
  ]
  const script = guarded(act, `bring the old ${name} back`, words)
  await performScript(hostOf(ports, act.host), script, ports.signal)
}

/** Where the host is lost as well, the post phase does it. */
const comeBack = async (act: Act, ports: Ports): Promise<void> => {
  try {
    const { replaced } = await lookAtAccessory(hostOf(ports, act.host), act.accessory, ports.signal)
    const old = replacedName(act.accessory, act.fence)
    if (replaced.includes(old)) await bringBack(act, old, ports)
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error
    ports.signal.throwIfAborted()
    const text = `the old ${act.accessory.name} could not be brought back: ${error.message}`
    ports.narrate({ kind: 'note', at: ports.clock.now(), text })
  }
}

const carryOut = async (deed: AccessoryDeed, act: Act, ports: Ports): Promise<void> => {
  const { name } = act.accessory
  const waves = [{ title: `${deed} ${name}`, lanes: [{ host: act.host, steps: steps[deed](act) }] }]
  const plan: Plan = { title: `${deed} ${name} on ${act.host}`, waves }
  const result = await run(plan, ports)
  if (result.ok) return
  ports.signal.throwIfAborted()
  if (deed === 'reboot') await comeBack(act, ports)
  throw result.failures[0]?.error ?? new SeaworthyError('cancelled', 'The run was cancelled.')
}

const actOn = async (
  { config, token, run: { actor } }: Errand,
  { accessory }: Placed,
  host: string,
  ports: Ports,
): Promise<Act> => {
  const state = await lookAtAccessory(hostOf(ports, host), accessory, ports.signal)
  return { config, accessory, host, state, fence: token, at: ports.clock.now(), actor }
}

/**
 * Starts, stops or reboots an accessory under the deploy lock, one host after the other. A reboot makes
 * its container anew and keeps its data: folders and named volumes by deploy.yml, others by hand-over.
 * @throws SeaworthyError `accessory-missing`, `gate-failed`; whatever a host throws.
 */
export const actOnAccessory = (
  deed: AccessoryDeed,
  errand: Errand,
  placed: Placed,
  ports: Ports,
  options: ErrandOptions,
): Promise<void> =>
  underErrandLock({ ...errand, mayOweMore: deed === 'reboot' }, ports, options, async () => {
    for (const host of placed.hosts)
      await carryOut(deed, await actOn(errand, placed, host, ports), ports)
  })

/**
 * After a reboot by `token` was cut off: where its new container does not run, the old one serves again,
 * under its own name.
 * @returns the hosts of which that is true; where there is none it takes no lock
 * @throws SeaworthyError `lock-held`; whatever a host throws.
 */
export const undoReboot = async (
  errand: Errand,
  token: string,
  placed: Placed,
  ports: Ports,
  options: ErrandOptions,
): Promise<readonly string[]> => {
  const old = replacedName(placed.accessory, token)
  const isDue = async (host: string): Promise<boolean> => {
    const { container, replaced } = (await actOn(errand, placed, host, ports)).state
    return replaced.includes(old) && container?.state !== 'running'
  }
  const due = await Promise.all(placed.hosts.map(isDue))
  const hosts = placed.hosts.filter((_, at) => due[at])
  if (hosts.length === 0) return []
  await underErrandLock({ ...errand, hosts }, ports, options, async () => {
    for (const host of hosts)
      if (await isDue(host)) await bringBack(await actOn(errand, placed, host, ports), old, ports)
  })
  return hosts
}
