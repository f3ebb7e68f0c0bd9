import { SeaworthyError, type ErrorCode } from '../../../src/base/error.ts'
import type { DockerAnswer } from '../../../src/host/docker-call.ts'
import type { Command, Host } from '../../../src/host/port.ts'
import type { ScriptAnswer } from '../../../src/host/script.ts'
import { answerDocker } from './docker.ts'
import type { Machine } from './machine.ts'
import { answerProbe } from './probe.ts'
import { dockerRestarts, reboot } from './reboot.ts'
import { sayScript } from './words.ts'
import type { Happening, Job } from './world.ts'

/**
 * What strikes one exchange.
 * - refused: nothing is sent. request-lost: the connection breaks before it arrives.
 * - reply-lost: it is carried out, the connection breaks before the answer arrives.
 * - hang: no answer within the limit. cancel: the job's signal fires. kill: the job is gone.
 * - non-zero: Docker answers 500; a script fails at `word` with code 1.
 * - reboot: the host goes down when it arrives, a script just before its `word`.
 * - docker-restart, disk-full: the same; a full disk stays full until somebody makes room.
 * A kill with a `word` takes the script along, just before it.
 */
export interface Strike {
  /** Counted over all exchanges of the world, from 1. */
  readonly exchange: number
  readonly kind:
    | 'refused'
    | 'request-lost'
    | 'reply-lost'
    | 'hang'
    | 'cancel'
    | 'kill'
    | 'non-zero'
    | 'reboot'
    | 'docker-restart'
    | 'disk-full'
  /** For hang, cancel and kill: whether it is carried out all the same; `late`: after the limit. */
  readonly done?: 'no' | 'yes' | 'late'
  readonly word?: number
}

const texts: Partial<Record<ErrorCode, string>> = {
  'host-unreachable': 'could not be reached',
  'host-lost': 'the connection was lost',
  'host-timeout': 'did not answer in time',
  cancelled: 'the run was cancelled',
}

const lateMs = 200

/** Something that happens just before a word of a script, or before anything else. */
export interface Before {
  readonly word: number
  readonly happens: () => void
}

const mishaps = (machine: Machine): Partial<Record<Strike['kind'], () => void>> => ({
  'docker-restart': () => {
    dockerRestarts(machine)
  },
  'disk-full': () => {
    machine.full = true
  },
})

interface Said<A> {
  readonly command: Command
  readonly title: string
  readonly signal: AbortSignal | undefined
  /** `stopAt`: a script's words from there on are not carried out; `before` them something happens. */
  readonly carryOut: (stopAt?: number, before?: Before) => A | 'no way' | Promise<A>
  readonly tell: (answer: A) => string
  /** The answer when the host refuses what was said, having carried out `word` words of a script. */
  readonly refusal: (word: number) => A | Promise<A>
}

const begun = <A>(machine: Machine, job: Job, said: Said<A>): Happening & { what: 'exchange' } => {
  const { world, name } = machine
  const happening: Happening = {
    what: 'exchange',
    at: world.clock.now(),
    host: name,
    exchange: (world.exchanges += 1),
    title: said.title,
    command: said.command,
    job: job.number,
    changes: said.command.kind !== 'probe' && said.command.changes,
    result: 'pending',
  }
  world.history.push(happening)
  return happening
}

/** How one exchange ends: the first to say so decides. */
interface Outcome<A> {
  readonly fail: (code: ErrorCode) => void
  readonly answer: (answer: A) => void
}

const arrive = <A>(machine: Machine, said: Said<A>, strike: Strike | undefined, to: Outcome<A>) => {
  const { clock, roundTripMs } = machine.world
  const halfMs = roundTripMs / 2
  const carryOut = async (): Promise<void> => {
    if (machine.down) {
      to.fail('host-unreachable')
      return
    }
    if (strike?.kind === 'reboot') {
      if (strike.word !== undefined) await said.carryOut(strike.word)
      reboot(machine)
      return
    }
    const { word = 0 } = strike ?? {}
    const happens = strike === undefined ? undefined : mishaps(machine)[strike.kind]
    const cut = strike?.kind === 'kill' ? strike.word : undefined
    const answer = await (strike?.kind === 'non-zero'
      ? said.refusal(word)
      : said.carryOut(cut, happens && { word, happens }))
    if (answer === 'no way') {
      to.fail('docker-refused')
      return
    }
    await clock.sleep(halfMs)
    if (strike?.kind === 'reply-lost') to.fail('host-lost')
    else if (strike?.kind !== 'hang') to.answer(answer)
  }
  const isLate = strike?.done === 'late'
  const inMs = isLate ? said.command.timeoutMs + lateMs : halfMs
  clock.in(inMs, () => void carryOut())
}

const send = <A>(
  machine: Machine,
  job: Job,
  said: Said<A>,
  to: Outcome<A>,
  number: number,
): void => {
  const { world } = machine
  const strike = world.strikes.get(number)
  const kind = strike?.kind
  if (kind === 'cancel') job.cancel()
  if (kind === 'kill') job.kill()
  if (kind === 'refused')
    return void world.clock.in(world.roundTripMs, () => to.fail('host-unreachable'))
  if (kind === 'request-lost')
    return void world.clock.in(world.roundTripMs, () => to.fail('host-lost'))
  const stays = kind === 'hang' || kind === 'cancel' || kind === 'kill'
  if (stays && strike?.word === undefined && (strike?.done ?? 'no') === 'no') return
  arrive(machine, said, strike, to)
}

const exchange = <A>(machine: Machine, job: Job, said: Said<A>): Promise<A> =>
  new Promise((resolve, reject) => {
    if (job.isKilled()) return
    const happening = begun(machine, job, said)
    const settle = (result: string, act: () => void): void => {
      if (happening.result !== 'pending') return
      happening.result = result
      callOff()
      said.signal?.removeEventListener('abort', cancelled)
      machine.inFlight.delete(lost)
      machine.calls.delete(lost)
      if (!job.isKilled()) act()
    }
    const fail = (code: ErrorCode): void =>
      settle(code, () => reject(new SeaworthyError(code, `${machine.name} ${texts[code] ?? code}`)))
    const cancelled = (): void => fail('cancelled')
    const lost = (): void => fail('host-lost')
    const callOff = machine.world.clock.in(said.command.timeoutMs, () => fail('host-timeout'))
    machine.inFlight.add(lost)
    if (said.command.kind === 'docker') machine.calls.add(lost)
    if (said.signal?.aborted === true) {
      cancelled()
      return
    }
    said.signal?.addEventListener('abort', cancelled, { once: true })
    const answer = (got: A): void => settle(said.tell(got), () => resolve(got))
    send(machine, job, said, { fail, answer }, happening.exchange)
  })

const struck: DockerAnswer = { status: 500, body: Buffer.from('{"message":"struck"}') }

const failScript = async (
  machine: Machine,
  words: Parameters<typeof sayScript>[1],
  word: number,
) => {
  const { values } = await sayScript(machine, words, word)
  return { code: 1, values, failedAt: word, stderr: 'struck\n' } satisfies ScriptAnswer
}

/** A host as one job reaches it. Every exchange is counted, recorded, and may be struck. */
export const connect = (machine: Machine, job: Job): Host => ({
  name: machine.name,
  docker: (call, signal) =>
    exchange(machine, job, {
      command: call,
      title: call.title,
      signal,
      carryOut: (_stopAt, before) => {
        before?.happens()
        return machine.dockerAway ? 'no way' : answerDocker(machine, call)
      },
      tell: ({ status }) => String(status),
      refusal: () => struck,
    }),
  script: (script, signal) =>
    exchange(machine, job, {
      command: script,
      title: script.title,
      signal,
      carryOut: (stopAt, before) => sayScript(machine, script, stopAt, before),
      tell: ({ code }) => `code ${String(code)}`,
      refusal: (word) => failScript(machine, script, word),
    }),
  probe: (probe, signal) =>
    exchange(machine, job, {
      command: probe,
      title: `probe ${probe.address}:${String(probe.port)}${probe.path}`,
      signal,
      carryOut: (_stopAt, before) => {
        before?.happens()
        return answerProbe(machine, probe)
      },
      tell: (answer) =>
        answer.outcome === 'answered' ? `answered ${String(answer.status)}` : answer.outcome,
      refusal: () => ({ outcome: 'broken', detail: 'struck' }),
    }),
})
