import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand, type Output } from './processes.ts'
import { inputEnv, readAction, runnerEnv } from './step-env.ts'
import { makeStepFiles, type Pairs } from './step-files.ts'

/** A phase of an action that ends as soon as it can. */
export interface ShortPhase {
  /** Path of the bundle. */
  readonly program: string
  readonly env: Pairs
}

export interface ShortPhases {
  /** The main phase when every input that has a default was given empty: it refuses them. */
  readonly refusal: ShortPhase
  /** The post phase when main has kept nothing; undefined of an action without one. */
  readonly idlePost: ShortPhase | undefined
}

/**
 * The shortest that the action in the folder `name` of this checkout can do, with its files in `folder`.
 * @throws Error when the action is not there or not built.
 */
export const shortPhases = (name: string, folder: string): ShortPhases => {
  const action = readAction(name)
  for (const place of ['home', 'temp']) mkdirSync(join(folder, place), { recursive: true })
  writeFileSync(join(folder, 'event.json'), '{}\n')
  const env = (phase: string, inputs: Pairs, more: Pairs): Pairs => ({
    ...runnerEnv(folder, folder),
    ...inputEnv(action, inputs, { token: '', workspace: folder }),
    ...makeStepFiles(join(folder, phase)).env,
    ...more,
  })
  const nothing = Object.fromEntries(Object.keys(action.defaults).map((input) => [input, '']))
  return {
    refusal: { program: action.main, env: env('main', nothing, {}) },
    idlePost:
      action.post === undefined
        ? undefined
        : { program: action.post, env: env('post', {}, { STATE_phase: 'main' }) },
  }
}

/** Runs a phase to its end; `flags` are Node's. */
export const runShort = (
  { program, env }: ShortPhase,
  flags: readonly string[] = [],
): Promise<Output> => runCommand(process.execPath, [...flags, program], { env })
