import { createHash } from 'node:crypto'
import { scenarioOf, scenarios, type LabScenario } from './scenarios.ts'

/**
 * What strikes a run on the lab.
 * - cut: the SSH connection to one host breaks, and can be made again at once.
 * - cancel: SIGINT, as when a run is cancelled; post runs.
 * - kill: SIGKILL for main; the runner lives, and post runs.
 * - gone: the runner dies; nothing of the job runs any more, the next run comes when that is proven.
 * - docker-restart: dockerd of one host restarts.
 */
export const kinds = ['cut', 'cancel', 'kill', 'gone', 'docker-restart'] as const

export interface LabStrike {
  readonly kind: (typeof kinds)[number]
  /** Number of the host, from 1. */
  readonly host: number
  /** Which exchange of that host, from 1, in the order of their beginning. */
  readonly exchange: number
  /**
   * `no`: just before it reaches the host, which it never does (but for a restart of dockerd). `yes`:
   * once it is there; a cut waits for the answer, which is lost.
   */
  readonly done: 'no' | 'yes'
}

export interface LabTrial {
  readonly scenario: LabScenario
  /** Undefined: nothing strikes. */
  readonly strike: LabStrike | undefined
}

/** `update h1.12:cut:yes`: what is given to `--only` to have it again. */
export const codeOf = ({ scenario, strike }: LabTrial): string =>
  strike === undefined
    ? scenario.name
    : `${scenario.name} h${String(strike.host)}.${String(strike.exchange)}:${strike.kind}:${strike.done}`

/** @throws Error when it is no code. */
export const parseCode = (code: string): LabTrial => {
  const [name = '', what] = code.trim().split(/ +/)
  const scenario = scenarioOf(name)
  if (what === undefined) return { scenario, strike: undefined }
  const [, host, exchange, kind, done] = /^h(\d)\.(\d+):([a-z-]+):(no|yes)$/.exec(what) ?? []
  const known = kinds.find((one) => one === kind)
  if (known === undefined || (done !== 'no' && done !== 'yes'))
    throw new Error(`no strike: ${code}: it looks like \`update h1.12:cut:yes\``)
  return { scenario, strike: { kind: known, host: Number(host), exchange: Number(exchange), done } }
}

/** Numbers below a limit, the same ones for the same seed. */
const below = (seed: string): ((limit: number) => number) => {
  let count = 0
  return (limit) => {
    count += 1
    const hash = createHash('sha256')
      .update(`${seed} ${String(count)}`)
      .digest()
    return hash.readUInt32BE(0) % limit
  }
}

const shuffled = <T>(items: readonly T[], random: (limit: number) => number): readonly T[] => {
  const rest = [...items]
  return items.flatMap(() => rest.splice(random(rest.length), 1))
}

const combinations = scenarios.flatMap((scenario) =>
  kinds.flatMap((kind) => (['no', 'yes'] as const).map((done) => ({ scenario, kind, done }))),
)

/** Scenarios and kinds in turn, in an order by the seed; the exchange is chance. */
export const chosen = (seed: string, count: number): readonly LabTrial[] => {
  const random = below(seed)
  const rounds = Math.ceil(count / combinations.length)
  return Array.from({ length: rounds }, () => shuffled(combinations, random))
    .flat()
    .slice(0, count)
    .map(({ scenario, kind, done }) => {
      const host = 1 + random(scenario.exchanges.length)
      const exchange = 1 + random(scenario.exchanges[host - 1] ?? 1)
      return { scenario, strike: { kind, host, exchange, done } }
    })
}
