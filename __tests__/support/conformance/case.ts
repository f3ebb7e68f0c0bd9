import type { DockerCall } from '../../../src/host/docker-call.ts'
import type { Probe } from '../../../src/host/probe.ts'
import type { Word } from '../../../src/host/word.ts'

/** What a case has learnt of a container from the answers so far. */
export interface Known {
  readonly id: string
  readonly address: string
}

/** A container of a case by its name. */
export type Find = (container: string) => Known

/** One thing said to a host; a function where ids are needed that only the host knows. */
export type Saying =
  | { readonly say: 'words'; readonly words: (find: Find) => readonly Word[] }
  | { readonly say: 'call'; readonly call: (find: Find) => DockerCall }
  /** A program in a container: what it printed, and its exit code. */
  | { readonly say: 'exec'; readonly container: string; readonly words: readonly string[] }
  | { readonly say: 'probe'; readonly probe: (find: Find) => Probe }
  /** Said again until the answer holds `until`; only the last answer counts. */
  | { readonly say: 'wait'; readonly for: Saying; readonly until: RegExp }
  /** Begun in this order, a moment apart; answers in the same order. */
  | { readonly say: 'together'; readonly all: readonly Saying[] }
  /** Something that happens to the host, by other hands than ours. */
  | { readonly say: 'mishap'; readonly mishap: Mishap }

/**
 * - docker-restarts: dockerd ends as it should and is back. docker-stops: it stays away.
 * - disk-full: no file can be written below `full/`, no container be created.
 */
export type Mishap = 'docker-restarts' | 'docker-stops' | 'docker-starts'

/** What a simulated host and a real one must answer alike. */
export interface Case {
  readonly title: string
  readonly says: readonly Saying[]
}

export const say = (...words: readonly Word[]): Saying => ({ say: 'words', words: () => words })
export const sayOf = (words: (find: Find) => readonly Word[]): Saying => ({ say: 'words', words })
export const call = (one: DockerCall): Saying => ({ say: 'call', call: () => one })
export const callOf = (one: (find: Find) => DockerCall): Saying => ({ say: 'call', call: one })
export const exec = (container: string, ...words: readonly string[]): Saying => ({
  say: 'exec',
  container,
  words,
})
export const wait = (one: Saying, until: RegExp): Saying => ({ say: 'wait', for: one, until })
export const together = (...all: readonly Saying[]): Saying => ({ say: 'together', all })
export const mishap = (one: Mishap): Saying => ({ say: 'mishap', mishap: one })
