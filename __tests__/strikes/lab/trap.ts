import type { Handle } from '../../../lab/kit/step.ts'
import type { Exchange, Verdict } from './exchange.ts'
import { restartDocker, type Harbour, type Trap } from './fleet.ts'
import type { LabStrike } from './strike.ts'

/** A trap that strikes once, at the exchange that its strike names, while it is armed. */
export interface Laid {
  readonly trap: Trap
  /** From now on it listens to the job of this number, and strikes this run. */
  readonly arm: (job: number, run: Handle) => void
  readonly isSprung: () => boolean
  /** Number of the dockerd that was told to go; undefined when none was. */
  readonly restarted: () => string | undefined
  /** Resolves when all that the strike does has been done. */
  readonly settled: () => Promise<void>
  /** What was said to a host, whose number is from 1. */
  readonly heard: (host: number) => readonly Overheard[]
}

interface Armed {
  readonly job: number
  readonly run: Handle
}

/** An exchange, its number within the trial, and the job that had it. */
export interface Overheard {
  readonly number: number
  readonly job: number
  readonly exchange: Exchange
}

const strikes: Readonly<
  Record<
    LabStrike['kind'],
    (harbour: Harbour, strike: LabStrike, run: Handle) => Promise<string | undefined>
  >
> = {
  cut: (harbour, { host }) => {
    harbour.relays[host - 1]?.cut()
    return Promise.resolve(undefined)
  },
  cancel: (_harbour, _strike, run) => {
    run.signal('SIGINT')
    return Promise.resolve(undefined)
  },
  kill: (_harbour, _strike, run) => {
    run.signal('SIGKILL')
    return Promise.resolve(undefined)
  },
  gone: (_harbour, _strike, run) => {
    run.kill()
    return Promise.resolve(undefined)
  },
  'docker-restart': (harbour, { host }) => restartDocker(harbour.hosts[host - 1]!),
}

/** Lays the trap of a strike; without one it only listens. */
export const layTrap = (harbour: Harbour, strike: LabStrike | undefined): Laid => {
  const heard = new Map<number, readonly Overheard[]>()
  let armed: Armed | undefined
  let sprung = false
  let doing: Promise<string | undefined> = Promise.resolve(undefined)
  let restarted: string | undefined
  const isPoint = (host: number, exchange: Exchange): boolean => {
    const { number } = heard.get(host)?.find((one) => one.exchange === exchange) ?? {}
    return armed?.job === 1 && strike?.host === host && strike.exchange === number
  }
  const spring = async (): Promise<void> => {
    if (sprung || armed === undefined || strike === undefined) return
    sprung = true
    doing = strikes[strike.kind](harbour, strike, armed.run)
    restarted = await doing
  }
  const isKind = (done: LabStrike['done'], when: 'sent' | 'answer'): boolean =>
    strike?.done === done && (strike.kind === 'cut' ? 'answer' : 'sent') === when
  return {
    arm: (job, run) => void (armed = { job, run }),
    isSprung: () => sprung,
    restarted: () => restarted,
    settled: async () => {
      await doing
    },
    heard: (host) => heard.get(host) ?? [],
    trap: {
      onExchange: async (host, exchange): Promise<Verdict> => {
        const list = heard.get(host) ?? []
        heard.set(host, [...list, { number: list.length + 1, job: armed?.job ?? 0, exchange }])
        if (strike?.done !== 'no' || !isPoint(host, exchange)) return 'pass'
        await spring()
        return strike.kind === 'docker-restart' ? 'pass' : 'drop'
      },
      onSent: (host, exchange) => {
        if (isKind('yes', 'sent') && isPoint(host, exchange)) void spring()
      },
      onAnswer: (host, exchange) => {
        if (!isKind('yes', 'answer') || !isPoint(host, exchange)) return 'pass'
        void spring()
        return 'drop'
      },
    },
  }
}
