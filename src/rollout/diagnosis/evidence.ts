import type { ContainerDetail } from '../../host/docker-parse.ts'
import type { ProbeAnswer } from '../../host/probe.ts'
import type { Gate } from '../gate.ts'

/** A socket that listens inside a container: `127.0.0.1:3000`, `[::]:8080`. */
export interface Listener {
  readonly address: string
  readonly port: number
}

/** An end of the container's process. */
export interface End {
  /** Undefined: Docker's restart policy has overwritten it. */
  readonly exitCode: number | undefined
  readonly outOfMemory: boolean
}

/** What was seen of a container that failed its gate; undefined where it could not be learnt. */
export interface Evidence {
  readonly host: string
  /** The host's, as Docker names it: `amd64`; empty where Docker did not say. */
  readonly architecture: string
  readonly gate: Gate
  readonly image: string
  readonly detail: ContainerDetail | undefined
  /** The end before the latest restart, as Docker's events tell it. */
  readonly pastEnd?: End | undefined
  /** Docker refused to start it, in Docker's words. */
  readonly startError: string | undefined
  /** The last answer of the health path, and how many questions were asked. */
  readonly lastProbe: ProbeAnswer | undefined
  readonly probes: number
  /** Last lines of the container's log. */
  readonly log: string
  /** By port; Docker's own resolver is none of them. */
  readonly listeners: readonly Listener[] | undefined
  readonly waitedMs: number
}

export type Cause =
  | 'crashed'
  | 'out-of-memory'
  | 'restarting'
  | 'wrong-architecture'
  | 'command-missing'
  | 'image-missing'
  | 'not-started'
  | 'name-unresolved'
  | 'loopback-only'
  | 'other-port'
  | 'not-listening'
  | 'redirected'
  | 'refused-by-app'
  | 'app-error'
  | 'wrong-answer'
  | 'slow-answer'
  | 'broken-answer'
  | 'unhealthy'
  | 'disk-full'
  | 'unknown'

/** Why a container failed its gate, and what to change. */
export interface Diagnosis {
  readonly cause: Cause
  readonly host: string
  readonly role: string
  /** One line, `ROLE on HOST` and the cause; equal on hosts that failed alike but for the name. */
  readonly headline: string
  readonly remedy: string
  /** Facts that show it: exit code, last health answer, last log lines. */
  readonly evidence: readonly string[]
}

/** What one family of causes found: `ROLE on HOST` and `what` make the headline. */
export interface Finding {
  readonly cause: Cause
  readonly what: string
  readonly remedy: string
}

/** Recognises its causes and no other; undefined where the evidence shows none of them. */
export type Family = (evidence: Evidence) => Finding | undefined
