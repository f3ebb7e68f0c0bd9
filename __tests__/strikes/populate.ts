import type { Config } from '../../src/config/config.ts'
import { latestTag } from '../../src/host/names.ts'
import { tagImage } from '../support/simulated/docker.ts'
import { deployedByKamal, pushImage, simulateHost } from '../support/simulated/host.ts'
import { makeFolder, putFile } from '../support/simulated/files.ts'
import { end, type Machine } from '../support/simulated/machine.ts'
import type { App, World } from '../support/simulated/world.ts'
import { kamalVersionsOn } from './judges/kamal.ts'
import { hostNames, type Scenario } from './scenarios.ts'
import { isOurs, neighboursOn, standingOn } from './standing.ts'
import { assetsOf, assetsPath, flagsByKamal, webFilesByKamal } from './web-files.ts'

export const repository = 'ghcr.io/o/app'
const neighbour = 'ghcr.io/o/other'

const appsOn = (scenario: Scenario, host: number): Readonly<Record<string, App>> => {
  const { bad, hosts, serves, sick, version = 'v2' } = scenario
  return {
    ...(bad?.on(host, hosts) === true ? { [version]: bad.app } : {}),
    ...(sick?.(host, hosts) === true ? { [serves ?? 'v1']: { kind: 'unhealthy' } } : {}),
  }
}

const live = (machine: Machine, config: Config, version: string): void => {
  const { service, destination } = config
  for (const { name, hosts, proxy } of config.roles)
    if (hosts.includes(machine.name))
      deployedByKamal(machine, {
        service,
        ...(destination === undefined ? {} : { destination }),
        role: name,
        repository,
        version,
        ...(proxy === undefined ? {} : { port: 80, flags: flagsByKamal(config, proxy, version) }),
      })
}

/** What was deployed by and by: what serves now, and what a rollback or an interrupted deploy meets. */
const deployAll = (machine: Machine, config: Config, scenario: Scenario): void => {
  const { serves = 'v1', back, mixed, hosts } = scenario
  if (serves === null) return
  if (back === true) {
    live(machine, config, 'v1')
    for (const one of machine.containers.filter((one) => isOurs(config, one))) end(machine, one, 0)
  }
  live(machine, config, serves)
  if (mixed !== true || machine.name !== hostNames({ hosts }).at(-1)) return
  live(machine, config, 'v3')
  // Kamal moves it last.
  tagImage(machine, `${repository}:${serves}`, `${repository}:${latestTag(config)}`)
}

/** Another app on the host, and another destination of ours where the scenario has one. */
const neighbours = (machine: Machine, config: Config): void => {
  const web = { role: 'web', version: 'v1', port: 80 }
  deployedByKamal(machine, {
    ...web,
    service: 'other',
    repository: neighbour,
    flags: ['--host="other.test"'],
  })
  if (config.destination !== undefined)
    deployedByKamal(machine, {
      ...web,
      service: 'app',
      destination: 'green',
      repository,
      flags: ['--host="green.test"'],
    })
  makeFolder(machine.files, '.kamal/lock-other')
  putFile(machine.files, '.kamal/lock-other/details', 'held')
  putFile(machine.files, '.kamal/other-audit.log', 'a line\n')
}

/** Hosts, what runs on them, and what the registry has. */
export const populate = (world: World, scenario: Scenario, config: Config) => {
  const { serves = 'v1' } = scenario
  const digests = new Map<string, string>()
  for (const version of ['v1', 'v2', 'v3']) {
    const labels = { service: 'app' }
    const isCrashing = scenario.name === 'crash-worker' && version === 'v2'
    const workers: App = { kind: 'crashing' }
    const pushed = pushImage(world, {
      repository,
      version,
      labels,
      folders: { [assetsPath]: assetsOf(version) },
      ...(isCrashing ? { roles: { worker: workers } } : {}),
    })
    digests.set(version, pushed.digest)
  }
  pushImage(world, { repository: neighbour, version: 'v1', labels: { service: 'other' } })
  const machines = hostNames(scenario).map((name, index) =>
    simulateHost(name, world, { apps: appsOn(scenario, index + 1) }),
  )
  for (const machine of machines) {
    if (serves !== null) neighbours(machine, config)
    deployAll(machine, config, scenario)
    if (serves !== null && scenario.web) webFilesByKamal(machine, config, serves)
  }
  return {
    machines,
    before: machines.map((machine) => standingOn(machine, config)),
    kamalBefore: machines.map((machine) => kamalVersionsOn(machine, config)),
    neighbours: machines.map((machine) => neighboursOn(machine, config)),
    digestOf: (version: string): string => digests.get(version) ?? '',
  }
}
