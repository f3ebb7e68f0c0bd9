import type { Config } from '../../../src/config/config.ts'
import { pathsOf, proxyService, runLabel } from '../../../src/host/names.ts'
import { imageOf, type Machine } from '../../support/simulated/machine.ts'
import { targetOf } from '../../support/simulated/proxy.ts'
import { isOurs } from '../standing.ts'
import { build, type Built } from '../world.ts'
import type { Scenario } from '../scenarios.ts'
import type { Played } from './judge.ts'

/** What differs between any two runs: ids, tokens, times. */
const plain = (name: string): string => name.replace(/_replaced_[0-9a-f]{16}$/, '_replaced_')

const containersOn = (machine: Machine, config: Config): readonly unknown[] =>
  machine.containers
    .filter((one) => isOurs(config, one))
    .sort((a, b) => plain(a.name).localeCompare(plain(b.name)))
    .map(({ name, state, image, labels, restart }) => [
      plain(name),
      state,
      image,
      { ...labels, [runLabel]: labels[runLabel] !== undefined },
      restart,
    ])

const routesOn = (machine: Machine, config: Config): readonly unknown[] =>
  config.roles.flatMap(({ name }) => {
    const route = machine.routes.get(proxyService(config, name))
    const targets = route?.active_targets.map((one) => targetOf(machine, one)?.name)
    return route === undefined ? [] : [{ ...route, active_targets: targets }]
  })

const tagsOn = (machine: Machine, config: Config): readonly string[] =>
  machine.images
    .flatMap(({ tags }) => [...tags])
    .filter((tag) => tag.startsWith(`${config.repository}:`))
    .map((tag) => `${tag} ${imageOf(machine, tag)?.id ?? ''}`)
    .sort()

const filesOn = ({ files }: Machine, config: Config): readonly (readonly [string, string])[] => {
  const { envs, lock, releases } = pathsOf(config)
  return [...files]
    .filter(([path]) => path.startsWith(`${envs}/`) || path.startsWith(lock) || path === releases)
    .map(([path, text]): readonly [string, string] =>
      path === releases ? [path, (text.match(/"version":"[^"]*"/g) ?? []).join(' ')] : [path, text],
    )
    .sort(([a], [b]) => a.localeCompare(b))
}

/** All that a deploy leaves on a fleet, as far as two of them can be equal. */
const leftBy = ({ machines, config }: Built): readonly string[] =>
  machines.map((machine) =>
    JSON.stringify([
      containersOn(machine, config),
      routesOn(machine, config),
      tagsOn(machine, config),
      filesOn(machine, config),
    ]),
  )

/** Never brought by any scenario, and healthy everywhere. */
const next = 'v3'

const known = new Map<string, Promise<readonly string[]>>()

const deployedAtOnce = (scenario: Scenario): Promise<readonly string[]> => {
  const key = `${scenario.name}/${String(scenario.hosts)}`
  const found =
    known.get(key) ??
    (async () => {
      const built = build(scenario)
      await built.runJob(next)
      return leftBy(built)
    })()
  known.set(key, found)
  return found
}

/** D11: what is deployed after a deploy that was undone stands as if there had been none. */
export const asIfNeverUndone = async ({ built }: Played): Promise<readonly string[]> => {
  const wanted = await deployedAtOnce(built.scenario)
  const { outcome } = await built.runJob(next)
  if (outcome !== 'deployed') return [`the deploy after it came to ${outcome}`]
  return leftBy(built).flatMap((left, at) =>
    left === wanted[at]
      ? []
      : [`h${String(at + 1)} is not as after a deploy alone: ${left} for ${wanted[at] ?? ''}`],
  )
}
