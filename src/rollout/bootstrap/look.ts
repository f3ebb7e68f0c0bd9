import type { Accessory } from '../../config/accessory.ts'
import { isRunning } from '../../fleet/serving.ts'
import { lookAtDocker, type Subject } from '../../fleet/look.ts'
import type { ProxyState } from '../../fleet/state.ts'
import { inspectContainer, inspectImage, listContainers } from '../../host/docker.ts'
import { parseContainers, parseMounts, type ListedContainer } from '../../host/docker-parse.ts'
import type { Host } from '../../host/port.ts'
import { performScript } from '../perform.ts'

/** What a host has of one accessory. */
export interface AccessoryState {
  readonly container: ListedContainer | undefined
  /** Names of containers that made room for another and were not removed yet. */
  readonly replaced: readonly string[]
  /** Volumes without a name of those containers, as `NAME:PATH`: they may hold data. */
  readonly kept: readonly string[]
  readonly hasImage: boolean
}

export interface GroundState {
  readonly host: string
  readonly proxy: ProxyState
  /** By name. */
  readonly accessories: ReadonlyMap<string, AccessoryState>
}

/** Whether Docker's command is there at all. */
export const hasDocker = async (host: Host, signal: AbortSignal): Promise<boolean> => {
  const { values } = await performScript(
    host,
    {
      kind: 'script',
      title: 'look for Docker',
      words: [{ word: 'find-program', program: 'docker', as: 'docker' }],
      changes: false,
      timeoutMs: 30_000,
    },
    signal,
  )
  return values['docker'] !== undefined
}

/** How a container is called that made room for another of its accessory. */
export const isReplaced = (service: string, name: string): boolean =>
  name.startsWith(`${service}_replaced_`)

const volumesOf = async (
  host: Host,
  name: string,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const answer = await host.docker(inspectContainer(name), signal)
  return answer.status === 200 ? parseMounts(answer) : []
}

/** What one host has of an accessory, whoever started it. */
export const lookAtAccessory = async (
  host: Host,
  { service, kit }: Accessory,
  signal: AbortSignal,
): Promise<AccessoryState> => {
  const listed = parseContainers(await host.docker(listContainers(service), signal))
  const container = listed.find(({ name }) => name === service)
  const replaced = listed.map(({ name }) => name).filter((name) => isReplaced(service, name))
  const own = container === undefined ? [] : [service]
  const volumes = await Promise.all(
    [...own, ...replaced].map((name) => volumesOf(host, name, signal)),
  )
  const image = kit && (await host.docker(inspectImage(kit.image), signal))
  return {
    container,
    replaced,
    kept: [...new Set(volumes.flat())],
    hasImage: image?.status === 200,
  }
}

/** What a host with Docker has of proxy and accessories. */
export const lookAtGround = async (
  host: Host,
  subject: Subject,
  accessories: readonly Accessory[],
  signal: AbortSignal,
): Promise<GroundState> => {
  const { proxy } = await lookAtDocker(host, subject, signal)
  const states: (readonly [string, AccessoryState])[] = []
  for (const accessory of accessories)
    states.push([accessory.name, await lookAtAccessory(host, accessory, signal)])
  return { host: host.name, proxy, accessories: new Map(states) }
}

/** Runs, or is started again and again by Docker. */
export const isUp = ({ container }: AccessoryState): boolean =>
  container !== undefined && isRunning(container)
