import { SeaworthyError } from '../../../src/base/error.ts'
import type { Clock, Random } from '../../../src/base/ports.ts'
import type { Command, Host } from '../../../src/host/port.ts'
import { seededRandom, simulatedClock, type SimulatedClock } from './clock.ts'
import { connect, type Strike } from './faults.ts'
import type { Machine } from './machine.ts'

/** How an image's program behaves once its container runs. */
export type App =
  /** `stubborn`: must be killed when it is to stop. */
  | { readonly kind: 'healthy'; readonly afterMs: number; readonly stubborn?: true }
  /** Answers its health path with 500. */
  | { readonly kind: 'unhealthy' }
  /** Answers its health path so many times, then with 500 for ever: healthy at the gate, not later. */
  | { readonly kind: 'fading'; readonly answers: number }
  /** Ends with code 1 after 300 ms, whenever it is started. */
  | { readonly kind: 'crashing' }

export interface RegistryImage {
  readonly repository: string
  readonly version: string
  readonly digest: string
  readonly labels: Readonly<Record<string, string>>
  readonly app: App
  /** Roles in which it behaves otherwise. */
  readonly roles?: Readonly<Record<string, App>>
  /** Folders in it, each with its files by their path in it. */
  readonly folders?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** What happened, in order; exchanges stand where they began, with what they came to. */
export type Happening =
  | {
      readonly what: 'exchange'
      readonly at: number
      readonly host: string
      /** Counted over all hosts and jobs of the world, from 1. */
      readonly exchange: number
      readonly title: string
      readonly changes: boolean
      /** What was said, and the job that said it, counted from 1. */
      readonly command: Command
      readonly job: number
      /** `200`, `code 0`, a probe's outcome, an error's code; `pending` while nothing came back. */
      result: string
    }
  | {
      readonly what: 'created'
      readonly at: number
      readonly host: string
      readonly id: string
      readonly container: string
      readonly labels: Readonly<Record<string, string>>
    }
  | {
      readonly what: 'exited' | 'removed'
      readonly at: number
      readonly host: string
      readonly id: string
      readonly container: string
    }
  | {
      readonly what: 'started'
      readonly at: number
      readonly host: string
      readonly id: string
      readonly container: string
      /** Somebody said so, or Docker did by the container's restart policy. */
      readonly by: 'command' | 'policy'
    }
  | {
      readonly what: 'routed'
      readonly at: number
      readonly host: string
      readonly service: string
      /** Empty: the service was removed. */
      readonly targets: readonly string[]
    }
  /** From now on requests for a service are answered by another container, or by none. */
  | {
      readonly what: 'serves'
      readonly at: number
      readonly host: string
      readonly service: string
      /** Undefined: nobody answers. */
      readonly by: string | undefined
      /** `no route`, `bad gateway`, `unhealthy`, `no proxy`; or the container's name. */
      readonly answer: string
    }
  /** Another run holds the deploy lock now; undefined: nobody. */
  | {
      readonly what: 'locked'
      readonly at: number
      readonly host: string
      readonly holder: string | undefined
    }

export type Ending<T> =
  | { readonly ended: 'returned'; readonly value: T }
  | { readonly ended: 'threw'; readonly error: unknown }
  /** The runner was killed: nothing of the job ever goes on. */
  | { readonly ended: 'killed' }

/** One process on a runner: its own clock, hosts and signal over the world that all jobs share. */
export interface Job {
  /** Counted from 1 over the world. */
  readonly number: number
  readonly clock: Clock
  readonly random: Random
  readonly hosts: ReadonlyMap<string, Host>
  readonly signal: AbortSignal
  readonly cancel: () => void
  readonly kill: () => void
  readonly isKilled: () => boolean
  /** Runs work to its end, however much virtual time it takes. */
  readonly run: <T>(work: () => Promise<T>) => Promise<Ending<T>>
}

export interface World {
  readonly clock: SimulatedClock
  readonly random: Random
  readonly registry: RegistryImage[]
  readonly machines: Map<string, Machine>
  readonly history: Happening[]
  readonly strikes: Map<number, Strike>
  /** Has a fault strike an exchange; several may be given. */
  readonly strike: (strike: Strike) => void
  /** Called whenever something happens to containers or routes of a machine. */
  readonly watchers: ((machine: Machine) => void)[]
  /** Exchanges so far. */
  exchanges: number
  /** Milliseconds of one round trip. */
  readonly roundTripMs: number
  readonly job: () => Job
}

/** A promise of a job that was killed never settles: nobody is left to notice. */
const whileAlive = <T>(promise: Promise<T>, isKilled: () => boolean): Promise<T> =>
  new Promise((resolve, reject) => {
    promise.then(
      (value) => isKilled() || resolve(value),
      (error: unknown) => isKilled() || reject(error as Error),
    )
  })

const startJob = (world: World, number: number): Job => {
  const controller = new AbortController()
  let killed = false
  const isKilled = (): boolean => killed
  const { clock } = world
  const job: Job = {
    number,
    clock: {
      now: () => clock.now(),
      sleep: (ms, signal) => whileAlive(clock.sleep(ms, signal), isKilled),
    },
    random: seededRandom(`${world.random.hex(8)} ${String(number)}`),
    hosts: new Map(),
    signal: controller.signal,
    cancel: () => controller.abort(new SeaworthyError('cancelled', 'the run was cancelled')),
    kill: () => void (killed = true),
    isKilled,
    run: async <T>(work: () => Promise<T>): Promise<Ending<T>> => {
      const ending = work().then(
        (value): Ending<T> => ({ ended: 'returned', value }),
        (error: unknown): Ending<T> => ({ ended: 'threw', error }),
      )
      await clock.until(ending, isKilled)
      return killed ? { ended: 'killed' } : await ending
    },
  }
  const hosts = [...world.machines].map(([name, machine]) => [name, connect(machine, job)] as const)
  return { ...job, hosts: new Map(hosts) }
}

/** A registry, a network and time; hosts join with simulateHost. Everything follows from the seed. */
export const simulateWorld = (seed = 'seed', roundTripMs = 20): World => {
  const strikes = new Map<number, Strike>()
  let jobs = 0
  const world: World = {
    clock: simulatedClock(),
    random: seededRandom(seed),
    registry: [],
    machines: new Map(),
    history: [],
    watchers: [],
    strikes,
    strike: (strike) => void strikes.set(strike.exchange, strike),
    exchanges: 0,
    roundTripMs,
    job: () => startJob(world, (jobs += 1)),
  }
  return world
}
