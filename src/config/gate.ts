import type { StageGate } from './config.ts'
import { parseDuration } from './duration.ts'
import { member, type Field } from './yaml/field.ts'
import { integerOf, textOf } from './yaml/values.ts'

/** Kamal's `deploy_timeout`, which also bounds our gate unless it is given a timeout. */
export const deployTimeoutMs = (root: Field): number =>
  1000 * (integerOf(member(root, 'deploy_timeout')) ?? 30)

/** The gate of `x-seaworthy/gates/stage`, with what holds where nothing is said. */
export const gateSettings = (root: Field): StageGate => {
  const stage = member(root, 'x-seaworthy', 'gates', 'stage')
  const expect = member(stage, 'expect')
  return {
    timeoutMs: parseDuration(textOf(member(stage, 'timeout')) ?? '') ?? deployTimeoutMs(root),
    intervalMs: parseDuration(textOf(member(stage, 'interval')) ?? '') ?? 50,
    successes: integerOf(member(stage, 'successes')) ?? 2,
    path: textOf(member(stage, 'path')),
    expect: {
      status: integerOf(member(expect, 'status')),
      body: textOf(member(expect, 'body')),
    },
  }
}
