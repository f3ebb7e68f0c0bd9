import type { Config } from '../../src/config/config.ts'
import { pathsOf, proxyService } from '../../src/host/names.ts'
import { answering } from '../support/simulated/host.ts'
import type { Machine } from '../support/simulated/machine.ts'
import { targetOf } from '../support/simulated/proxy.ts'
import type { World } from '../support/simulated/world.ts'

/**
 * Client traffic: a request at every instant to every service on every host. Nothing happens between
 * two events of a simulated world, so one request after each of them stands for all.
 */
export const watchTraffic = (world: World, config: Config): void => {
  const last = new Map<string, string>()
  const services = config.roles.flatMap(({ name, proxy }) =>
    proxy === undefined ? [] : [proxyService(config, name)],
  )
  const ask = (machine: Machine): void => {
    for (const service of services) {
      const [target = ''] = machine.routes.get(service)?.active_targets ?? []
      const answer = answering(machine, service)
      const id = targetOf(machine, target)?.id
      const now = `${answer.split(' ')[0] ?? ''} ${id ?? ''}`.replace(/^app-\S+/, 'answers')
      const key = `${machine.name} ${service}`
      if (last.get(key) === now) continue
      last.set(key, now)
      const isAnswer = !['no proxy', 'no route', 'bad gateway'].includes(answer)
      const by = isAnswer ? id : undefined
      world.history.push({
        what: 'serves',
        at: world.clock.now(),
        host: machine.name,
        service,
        by,
        answer,
      })
    }
  }
  world.watchers.push(ask)
  for (const machine of world.machines.values()) ask(machine)
  watchLock(world, config)
}

const watchLock = (world: World, config: Config): void => {
  const machine = world.machines.get(config.primaryHost)
  const { lock } = pathsOf(config)
  const path = `${lock}/journal.json`
  let before: string | undefined
  let holder: string | undefined
  world.clock.watch(() => {
    const isLocked = machine?.files.has(`${lock}/`) === true
    const text = machine?.files.get(path) ?? (isLocked ? '"token":"kamal"' : undefined)
    if (text === before) return
    before = text
    const token = /"token":"([^"]+)"/.exec(text ?? '')?.[1]
    if (token === holder) return
    holder = token
    world.history.push({
      what: 'locked',
      at: world.clock.now(),
      host: config.primaryHost,
      holder,
      details: machine?.files.get(`${lock}/details`),
    })
  })
}
