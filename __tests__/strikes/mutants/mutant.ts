import type { Command, Host } from '../../../src/host/port.ts'
import type { ProbeAnswer } from '../../../src/host/probe.ts'
import type { Script } from '../../../src/host/script.ts'
import type { Word } from '../../../src/host/word.ts'
import type { Breaks } from '../world.ts'

/** A hand-written break of the rollout, and the invariant that must find it. */
export interface Mutant {
  readonly name: string
  readonly killer: string
  /** Scenarios in which to look for it, `update/2`; until one finds it. */
  readonly scenarios: readonly string[]
  readonly breaks: Breaks
}

type Words = (words: readonly Word[], script: Script, host: string) => readonly Word[]

const withHost = (change: (host: Host) => Partial<Host>): Breaks => ({
  host: (host) => ({ ...host, ...change(host) }),
})

/** Scripts say other words than the rollout wants. */
export const wordsBecome = (change: Words): Breaks =>
  withHost((host) => ({
    script: (script, signal) =>
      host.script({ ...script, words: change(script.words, script, host.name) }, signal),
  }))

type Kind = Word['word']

export const without = (...kinds: readonly Kind[]): Breaks =>
  wordsBecome((words) => words.filter(({ word }) => !kinds.includes(word)))

/** In scripts whose title matches. */
export const withoutIn = (title: RegExp, ...kinds: readonly Kind[]): Breaks =>
  wordsBecome((words, script) =>
    title.test(script.title) ? words.filter(({ word }) => !kinds.includes(word)) : words,
  )

export const eachWord = (change: (word: Word) => Word | readonly Word[]): Breaks =>
  wordsBecome((words) => words.flatMap(change))

const nothing = { code: 0, values: {}, failedAt: undefined, stderr: '' }

/** Scripts whose title matches are never sent, and taken for done. */
export const unsent = (title: RegExp): Breaks =>
  withHost((host) => ({
    script: (script, signal) =>
      title.test(script.title) ? Promise.resolve(nothing) : host.script(script, signal),
  }))

/** Whatever a script answers is taken for success. */
export const deaf = (title: RegExp): Breaks =>
  withHost((host) => ({
    script: async (script, signal) => {
      const answer = await host.script(script, signal)
      return title.test(script.title) ? { ...answer, code: 0, failedAt: undefined } : answer
    },
  }))

/** Containers are started by their names, as if nobody had told their ids. */
export const startedByName: Breaks = withHost((host) => {
  const names = new Map<string, string>()
  const named = (path: string): string =>
    path.replace(/[0-9a-f]{64}(?=\/start$)/, (id) => names.get(id) ?? id)
  return {
    script: async (script, signal) => {
      const answer = await host.script(script, signal)
      for (const [key, id] of Object.entries(answer.values)) names.set(id, key.replace(/^id\//, ''))
      return answer
    },
    docker: (call, signal) => host.docker({ ...call, path: named(call.path) }, signal),
  }
})

export const probesAnswer = (change: (answer: ProbeAnswer) => ProbeAnswer): Breaks =>
  withHost((host) => ({ probe: async (probe, signal) => change(await host.probe(probe, signal)) }))

/** Something is said to the host before, or after, what the rollout says. */
export const beside = (
  when: (command: Command) => boolean,
  script: (command: Command) => readonly Word[],
  order: 'before' | 'after' = 'before',
): Breaks =>
  withHost((host) => {
    const more = (command: Command): Promise<unknown> =>
      host.script({
        kind: 'script',
        title: 'a break',
        words: script(command),
        changes: true,
        timeoutMs: 30_000,
      })
    const around = async <T>(command: Command, say: () => Promise<T>): Promise<T> => {
      const here = when(command)
      if (here && order === 'before') await more(command)
      const answer = await say()
      if (here && order === 'after') await more(command)
      return answer
    }
    return {
      script: (one, signal) => around(one, () => host.script(one, signal)),
      docker: (one, signal) => around(one, () => host.docker(one, signal)),
    }
  })

const both = [
  'update/2',
  'update/1',
  'again/2',
  'worker/2',
  'first/2',
  'bad/2',
  'crash/2',
  'destination/2',
] as const

/** Looked for in the usual scenarios unless some are named. */
export const mutant = (
  killer: string,
  name: string,
  breaks: Mutant['breaks'],
  ...scenarios: readonly string[]
): Mutant => ({
  killer,
  name,
  breaks,
  scenarios: scenarios.length > 0 ? scenarios : both,
})

/** Whether a command has such a title. */
export const titled =
  (title: RegExp) =>
  (command: Command): boolean =>
    command.kind !== 'probe' && title.test(command.title)
