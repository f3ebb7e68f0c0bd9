/** Time, as the rollout sees it. Simulated hosts bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms`; rejects at once with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Chance, as the rollout sees it. */
export interface Random {
  /** `bytes` random bytes as lower-case hex: twice as many characters. */
  hex(bytes: number): string
}
