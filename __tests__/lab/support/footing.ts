import { expect } from '@jest/globals'
import { containers, filesWith } from '../../../lab/kit/inspect.ts'
import { onHost, type LabHost } from '../../../lab/kit/lab.ts'
import type { StepResult } from '../../../lab/kit/step.ts'
import { leaksIn } from './canaries.ts'
import { registryPassword, type Service } from './service.ts'

/** What serves on a host, exactly: going back must lead to an equal one. */
export interface Footing {
  /** Every container with id and state; one that was started anew differs. */
  readonly containers: readonly string[]
  /** What the proxy knows of the service: targets and options. */
  readonly route: unknown
}

const stateFile = 'kamal-proxy:/home/kamal-proxy/.config/kamal-proxy/kamal-proxy.state'

const routeOn = async (host: LabHost, service: string): Promise<unknown> => {
  const { code, stdout, stderr } = await onHost(host, `docker cp ${stateFile} - | tar -xO`)
  if (code !== 0) throw new Error(`${host.name}: the proxy's state can't be read: ${stderr}`)
  const services = JSON.parse(stdout) as readonly { readonly name: string }[]
  return services.find(({ name }) => name === `${service}-web`)
}

const footingOn = async (host: LabHost, service: string): Promise<Footing> => ({
  containers: (await containers(host, service)).map(
    ({ name, id, state, startedAt }) => `${name} ${id} ${state} ${startedAt}`,
  ),
  route: await routeOn(host, service),
})

export const footing = (
  { name, hosts }: Service,
  some: readonly LabHost[] = hosts,
): Promise<readonly Footing[]> => Promise.all(some.map((host) => footingOn(host, name)))

/** An environment file is where a secret belongs, also a staged one. */
const isEnvFile = (file: string): boolean => /\/env\/roles\/web\.env(\.[\w.-]+)?$/.test(file)

/** No secret shows on the runner, and none lies on a host where it does not belong. */
export const expectNoLeaks = async (
  { hosts, canary }: Service,
  result: StepResult,
  more: readonly string[] = [],
): Promise<void> => {
  expect(leaksIn(result, [canary, registryPassword(), ...more])).toEqual([])
  expect(result.leftovers).toEqual([])
  expect(result.orphans).toEqual([])
  const secrets = [canary, registryPassword(), ...more].join('\n')
  const found = await Promise.all(hosts.map((host) => filesWith(host, '.kamal', secrets)))
  expect(found.flat().filter((file) => !isEnvFile(file))).toEqual([])
}
