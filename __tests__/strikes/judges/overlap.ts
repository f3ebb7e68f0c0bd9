import type { Config } from '../../../src/config/config.ts'
import { proxyService } from '../../../src/host/names.ts'
import type { Judge } from './judge.ts'

/** Stems of the containers of roles that must not run twice. */
const stemsOf = (config: Config): readonly string[] =>
  config.roles.flatMap(({ name, overlap }) => (overlap ? [] : [`${proxyService(config, name)}-`]))

/** D18: of a role with `overlap: false` a host never runs two containers, not for an instant. */
export const neverTwice: Judge = ({ built }) => {
  const { config, machines, before, world } = built
  return stemsOf(config).flatMap((stem) => {
    const running = new Map(machines.map(({ name }) => [name, new Set<string>()]))
    for (const [at, { name }] of machines.entries())
      for (const [, container = '', id = ''] of before[at]?.matchAll(
        /"([\w.-]+) ([0-9a-f]{8})"/g,
      ) ?? [])
        if (container.startsWith(stem)) running.get(name)?.add(id)
    return world.history.flatMap((one) => {
      if (one.what !== 'started' && one.what !== 'exited') return []
      const ids = running.get(one.host)
      if (one.what === 'exited') ids?.delete(one.id.slice(0, 8))
      else if (one.container.startsWith(stem)) ids?.add(one.id.slice(0, 8))
      return (ids?.size ?? 0) > 1 ? [`${one.host}: ${one.container} ran beside another`] : []
    })
  })
}
