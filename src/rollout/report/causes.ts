import { oneLine, withoutControls } from '../../base/clean.ts'
import type { SeaworthyError } from '../../base/error.ts'
import { listed } from '../diagnosis/text.ts'
import { GateFailure } from '../pass-gate.ts'
import type { Result } from '../result.ts'
import type { Failure } from '../run.ts'
import type { Redact } from './log-line.ts'

/** Why a rollout failed: one cause, and every host that showed it. */
export interface Cause {
  readonly headline: string
  readonly remedy: string | undefined
  readonly places: readonly Place[]
}

export interface Place {
  /** Undefined: it belongs to no step. */
  readonly host: string | undefined
  /** Lines, without controls. */
  readonly evidence: readonly string[]
}

/** Stands for the host's name while equal causes are looked for; `oneLine` has removed any other. */
const anyHost = '\0'

const withoutHost = (text: string, host: string): string => {
  const name = host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\w.-])${name}(?![\\w-]|\\.\\w)`, 'g'), anyHost)
}

interface Found {
  readonly host: string | undefined
  /** Equal for what is one cause. */
  readonly key: string
  readonly headline: string
  readonly remedy: string | undefined
  readonly evidence: readonly string[]
}

/** A gate's failure is known by its cause; any other error by its text. */
const keyOf = (error: SeaworthyError, ...texts: readonly (string | undefined)[]): string =>
  JSON.stringify(
    error instanceof GateFailure ? [error.diagnosis.cause, error.diagnosis.role] : texts,
  )

const foundIn = (error: SeaworthyError, host: string | undefined, redact: Redact): Found => {
  const masked = (text: string): string => {
    const clean = oneLine(redact(withoutControls(text)))
    return host === undefined ? clean : withoutHost(clean, host)
  }
  const text = masked(error.message)
  const headline = host === undefined || text.includes(anyHost) ? text : `${anyHost}: ${text}`
  const remedy = error.hint === undefined ? undefined : masked(error.hint)
  return {
    host,
    key: keyOf(error, headline, remedy),
    headline,
    remedy,
    evidence: error.evidence.flatMap((entry) =>
      redact(withoutControls(entry)).trimEnd().split('\n'),
    ),
  }
}

/** One cause; a host whose headline differs from the first one's keeps its own above its evidence. */
const merged = (first: Found, alike: readonly Found[]): Cause => {
  const hosts = listed([...new Set(alike.flatMap(({ host }) => host ?? []))])
  const own = ({ host, headline }: Found): readonly string[] =>
    headline === first.headline ? [] : [headline.replaceAll(anyHost, host ?? '')]
  return {
    headline: first.headline.replaceAll(anyHost, hosts),
    remedy: first.remedy?.replaceAll(anyHost, hosts),
    places: alike.map((one) => ({ host: one.host, evidence: [...own(one), ...one.evidence] })),
  }
}

/** That a step was cancelled is no cause of its own where all of the run was. */
const telling = ({ outcome, failures }: Result): readonly Failure[] =>
  outcome === 'cancelled' ? failures.filter(({ error }) => error.code !== 'cancelled') : failures

/**
 * Why a rollout failed, the first cause on top; hosts that failed alike share one. An error that
 * belongs to no step (a held lock, a recovery that is stuck) comes before all others.
 */
export const causesOf = (result: Result, redact: Redact): readonly Cause[] => {
  const found = [
    ...(result.error === undefined ? [] : [foundIn(result.error, undefined, redact)]),
    ...telling(result).map(({ step, error }) => foundIn(error, step.host, redact)),
  ]
  return [...Map.groupBy(found, ({ key }) => key).values()].flatMap((alike) =>
    alike[0] === undefined ? [] : [merged(alike[0], alike)],
  )
}
