import type { Files } from './files.ts'
import type { SavedService } from './proxy-options.ts'
import type { App, Happening, RegistryImage, World } from './world.ts'

export interface Container {
  readonly id: string
  name: string
  /** Reference that it was created from. */
  readonly image: string
  readonly imageId: string
  readonly labels: Readonly<Record<string, string>>
  readonly restart: string
  /** Docker's own check: whether it passes, and after how long that is known. */
  readonly check: { readonly passes: boolean; readonly afterMs: number } | undefined
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly address: string
  /** Undefined for what is no app of ours, such as the proxy. */
  readonly app: App | undefined
  state: 'created' | 'running' | 'exited' | 'restarting'
  startedAt: number
  exitCode: number
  restartCount: number
  /** Probes that it has answered with 200. */
  answered: number
  /** Resolved when it ends the next time. */
  readonly waiting: ((code: number) => void)[]
}

export interface LocalImage {
  readonly id: string
  readonly tags: Set<string>
  readonly digests: Set<string>
  readonly labels: Readonly<Record<string, string>>
  readonly app: App
  readonly roles: Readonly<Record<string, App>>
  readonly folders: NonNullable<RegistryImage['folders']>
}

/** A script that is being carried out; `seize` ends those that a guard has noted. */
export interface RunningScript {
  noted: string | undefined
  ended: boolean
  /** Called once, when somebody ends it. */
  onEnd: () => void
}

/** What one server is, as far as Docker, kamal-proxy and the home folder go. */
export interface Machine {
  readonly name: string
  readonly world: World
  readonly containers: Container[]
  readonly images: LocalImage[]
  readonly networks: Set<string>
  readonly files: Files
  readonly scripts: Set<RunningScript>
  /** What kamal-proxy saved; it survives the proxy's container. */
  readonly routes: Map<string, SavedService>
  /** It has written its state file once. */
  saved: boolean
  /** Services whose `kamal-proxy deploy` is going on. */
  readonly deploying: string[]
  /** What differs here from the registry: `{v2: {kind: 'crashing'}}`. */
  readonly apps: Readonly<Record<string, App>>
  readonly drainMs: number
  readonly freeDiskKiB: number
  /** Ends of containers, as Docker remembers them. */
  readonly ends: { readonly id: string; readonly code: number }[]
  /** Containers that were ever created: the last one's address. */
  created: number
  /** dockerd does not run; the host and its connections are there. */
  dockerAway: boolean
  /** Nothing can be written any more. */
  full: boolean
  /** No connection gets through. */
  down: boolean
  /** Grows with every reboot: what went on before it is over. */
  boots: number
  /** Fails the exchanges that wait for an answer. */
  readonly inFlight: Set<() => void>
  /** The same, of those that wait for Docker. */
  readonly calls: Set<() => void>
}

/** A happening before it is known when and where. */
type Unplaced<H> = H extends Happening ? Omit<H, 'at' | 'host'> : never

export const note = (machine: Machine, happening: Unplaced<Happening>): void => {
  const { clock, history, watchers } = machine.world
  history.push({ ...happening, at: clock.now(), host: machine.name })
  for (const look of watchers) look(machine)
}

/** By name, whole id, or the first characters of an id, as Docker finds them. */
export const find = (machine: Machine, name: string): Container | undefined =>
  machine.containers.find((container) => container.name === name) ??
  machine.containers.find(({ id }) => name.length >= 4 && id.startsWith(name))

export const imageOf = (machine: Machine, reference: string): LocalImage | undefined =>
  machine.images.find(
    ({ id, tags, digests }) => id === reference || tags.has(reference) || digests.has(reference),
  )

const stays = (container: Container): boolean => ['no', 'on-failure'].includes(container.restart)

const isCrashing = ({ app }: Container): boolean => app?.kind === 'crashing'

/** The program ends; Docker starts it again unless its policy or a person says otherwise. */
const crash = (machine: Machine, container: Container): void => {
  if (container.state !== 'running' || !machine.containers.includes(container)) return
  end(machine, container, 1)
  if (stays(container)) return
  container.state = 'restarting'
  const pauseMs = Math.min(60_000, 100 * 2 ** container.restartCount)
  machine.world.clock.in(pauseMs, () => {
    if (container.state !== 'restarting' || !machine.containers.includes(container)) return
    container.restartCount += 1
    begin(machine, container, 'policy')
  })
}

/** The container runs from now on. */
export const begin = (
  machine: Machine,
  container: Container,
  by: 'command' | 'policy' = 'command',
): void => {
  const { clock } = machine.world
  const startedAt = clock.now()
  Object.assign(container, { state: 'running', startedAt })
  note(machine, { what: 'started', id: container.id, container: container.name, by })
  if (!isCrashing(container)) return
  clock.in(300, () => {
    if (container.startedAt === startedAt) crash(machine, container)
  })
}

/** The container has ended, by itself or by `docker stop`. */
export const end = (machine: Machine, container: Container, code: number): void => {
  Object.assign(container, { state: 'exited', exitCode: code })
  machine.ends.push({ id: container.id, code })
  note(machine, { what: 'exited', id: container.id, container: container.name })
  for (const tell of container.waiting.splice(0)) tell(code)
}

export const discard = (machine: Machine, container: Container): void => {
  if (container.state === 'running') end(machine, container, 137)
  for (const tell of container.waiting.splice(0)) tell(137)
  machine.containers.splice(machine.containers.indexOf(container), 1)
  note(machine, { what: 'removed', id: container.id, container: container.name })
}

/** Whether its health path answers 200 now. */
export const isHealthy = (machine: Machine, container: Container | undefined): boolean => {
  if (container?.state !== 'running') return false
  const { app, answered, startedAt } = container
  if (app?.kind === 'fading') return answered < app.answers
  return app?.kind === 'healthy' && machine.world.clock.now() >= startedAt + app.afterMs
}

/** `docker create`: a container that does not run yet. */
export const createContainer = (
  machine: Machine,
  from: Pick<Container, 'name' | 'image' | 'labels' | 'restart'> &
    Partial<Pick<Container, 'check'>>,
): Container => {
  const { clock, random } = machine.world
  const image = imageOf(machine, from.image)
  const container: Container = {
    check: undefined,
    ...from,
    id: random.hex(32),
    imageId: image?.id ?? '',
    createdAt: clock.now(),
    address: `172.18.0.${String((machine.created += 1))}`,
    app: image?.roles[from.labels['role'] ?? ''] ?? image?.app,
    state: 'created',
    startedAt: 0,
    exitCode: 0,
    restartCount: 0,
    answered: 0,
    waiting: [],
  }
  machine.containers.push(container)
  note(machine, {
    what: 'created',
    id: container.id,
    container: container.name,
    labels: from.labels,
  })
  return container
}
