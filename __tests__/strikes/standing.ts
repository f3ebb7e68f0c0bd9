import { serviceKey, type Config } from '../../src/config/config.ts'
import { proxyService, runLabel } from '../../src/host/names.ts'
import { answering } from '../support/simulated/host.ts'
import { webWork } from '../../src/host/web-files.ts'
import { webFilesNotOn, webFilesOn } from './web-files.ts'
import type { Container, Machine } from '../support/simulated/machine.ts'

export const isOurs = ({ service, destination }: Config, { labels }: Container): boolean =>
  labels['service'] === service && labels['destination'] === (destination ?? '')

const isThere = ({ state }: Container): boolean => ['running', 'restarting'].includes(state)

/** Containers of a role that run, by id. */
const runningIds = (machine: Machine, config: Config, role: string): readonly string[] =>
  machine.containers
    .filter((one) => isOurs(config, one) && one.labels['role'] === role && isThere(one))
    .map(({ id, name }) => `${name} ${id.slice(0, 8)}`)
    .sort()

/** What serves on a host, exactly: which containers run, and where and how the proxy routes. */
export const standingOn = (machine: Machine, config: Config): string =>
  JSON.stringify(
    config.roles
      .filter(({ hosts }) => hosts.includes(machine.name))
      .map(({ name }) => ({
        runs: runningIds(machine, config, name),
        route: machine.routes.get(proxyService(config, name)) ?? null,
        ...webFilesOn(machine, config),
      })),
  )

/** Why a host is not on a version in every role; undefined when it is. */
export const notOn = (machine: Machine, config: Config, version: string): string | undefined => {
  for (const role of config.roles.filter(({ hosts }) => hosts.includes(machine.name))) {
    const service = proxyService(config, role.name)
    const wanted = `${service}-${version}`
    const runs = runningIds(machine, config, role.name)
    if (runs.length !== 1 || runs[0]?.startsWith(`${wanted} `) !== true)
      return `${machine.name} runs ${runs.join(' and ') || 'nothing'} as ${role.name}`
    const answers = role.proxy === undefined ? wanted : answering(machine, service)
    if (answers !== wanted) return `${machine.name} is served by ${answers}`
    const files = webFilesNotOn(machine, config, role, version)
    if (files !== undefined) return `${machine.name}: ${files}`
  }
  return undefined
}

/** What a rollout should have tidied away. */
export const leftOn = (machine: Machine, config: Config): readonly string[] => {
  const key = serviceKey(config)
  const files = [...machine.files.keys()].filter(
    (path) => path.startsWith(`.kamal/apps/${key}/env/`) && /\/\w+\.env\./.test(path),
  )
  const staged = machine.containers
    .filter((one) => isOurs(config, one) && one.labels[runLabel] !== undefined)
    .filter(({ state }) => state === 'created')
  const work = [...machine.files.keys()].filter((path) => path.startsWith(`${webWork(config)}/`))
  const helpers = machine.containers.filter(({ name }) => name.endsWith('-assets'))
  return [...files, ...work, ...[...staged, ...helpers].map(({ name }) => name)].map(
    (one) => `${machine.name}: ${one}`,
  )
}

export const locksOn = (machine: Machine, config: Config): readonly string[] =>
  [...machine.files.keys()].filter(
    (path) =>
      path.startsWith(`.kamal/lock-${serviceKey(config)}`) &&
      path.endsWith('/') &&
      // Freed already, not yet deleted: the next rollout does.
      !path.includes('.done/'),
  )

/** All that is not ours on a host. */
export const neighboursOn = (machine: Machine, config: Config): string => {
  const key = serviceKey(config)
  const ours = [
    `.kamal/apps/${key}/`,
    `.kamal/proxy/apps-config/${key}/`,
    `.kamal/lock-${key}`,
    `.kamal/${key}-audit.log`,
    ...config.accessories.map(({ service }) => `${service}/`),
  ]
  const shared = ['.kamal/', '.kamal/apps/', '.kamal/proxy/', '.kamal/proxy/apps-config/']
  const accessories = config.accessories.map(({ service }) => service)
  const services = [...config.roles.map(({ name }) => proxyService(config, name)), ...accessories]
  return JSON.stringify([
    machine.containers
      .filter((one) => !isOurs(config, one) && one.name !== 'kamal-proxy')
      .filter(({ labels }) => !accessories.includes(labels['service'] ?? ''))
      .map(({ id, name, state, image }) => [id, name, state, image]),
    [...machine.routes].filter(([service]) => !services.includes(service)),
    [...machine.files].filter(
      ([path]) => !ours.some((own) => path.startsWith(own)) && !shared.includes(path),
    ),
  ])
}
