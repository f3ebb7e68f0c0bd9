/** Every failure a user can meet, by name; each has a heading in docs/errors.md. */
export const errorCodes = [
  // inputs and configuration
  'input-invalid',
  'config-invalid',
  'config-missing',
  'commit-not-tested',
  // keys, host identity and connections
  'key-unusable',
  'agent-missing',
  'agent-failed',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
  'host-unreachable',
  'host-login-refused',
  'host-lost',
  'host-timeout',
  // what a host answers
  'docker-refused',
  'script-failed',
  'fenced',
  'registry-refused',
  'registry-unreachable',
  'image-missing',
  'image-wrong-architecture',
  'image-label-missing',
  'assets-missing',
  'disk-full',
  'proxy-too-old',
  'proxy-refused',
  'proxy-busy',
  // the rollout
  'gate-failed',
  'lock-held',
  'recovery-stuck',
  'rollback-unreachable',
  'run-too-long',
  'cancelled',
  // a hook
  'hook-unusable',
  'hook-failed',
  // a build
  'builder-missing',
  'build-failed',
  // a backup
  'database-unreachable',
  'database-login-refused',
  'database-not-ready',
  'client-missing',
  'dump-failed',
  'snapshot-lost',
  'recipients-missing',
  'identity-unusable',
  'upload-refused',
  'upload-not-as-asked',
  // the proof of a backup
  'backup-missing',
  'backup-damaged',
  'backup-too-old',
  'server-missing',
  'restore-failed',
  'proof-failed',
] as const

export type ErrorCode = (typeof errorCodes)[number]

export interface ErrorDetails {
  /** What the user can change so that it works. */
  readonly hint?: string
  /** What was seen: the last health answer, a log tail, an exit code. One entry per line or block. */
  readonly evidence?: readonly string[]
  /** Where in a file of the checkout it went wrong. */
  readonly place?: FilePlace | undefined
  readonly cause?: unknown
}

/** A line of a file, by its path from the checkout's root; lines count from 1. */
export interface FilePlace {
  readonly file: string
  readonly line: number
}

/** A failure that is explained to the user: what happened, what was seen, what to change. */
export class SeaworthyError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly evidence: readonly string[]
  readonly place: FilePlace | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = 'SeaworthyError'
    this.code = code
    this.hint = details.hint
    this.evidence = details.evidence ?? []
    this.place = details.place
  }
}
