import { wordsField } from '../check/commands.ts'
import type { OwnCommand } from '../config.ts'
import { parseDuration } from '../duration.ts'
import { member, members, type Field } from '../yaml/field.ts'
import { integerOf, textOf, textsOf } from '../yaml/values.ts'

const defaultTimeoutMs = 60_000

const buildCommand = (entry: Field): OwnCommand => ({
  words: textsOf(wordsField(entry)),
  role: textOf(member(entry, 'role')),
  hosts: textOf(member(entry, 'hosts')) === 'all' ? 'all' : 'first',
  timeoutMs: parseDuration(textOf(member(entry, 'timeout')) ?? '') ?? defaultTimeoutMs,
  mostArguments: integerOf(member(entry, 'arguments')) ?? 0,
})

/** `x-seaworthy.commands` by name, in the file's order. */
export const buildCommands = (root: Field): Readonly<Record<string, OwnCommand>> =>
  Object.fromEntries(
    members(member(root, 'x-seaworthy', 'commands')).map((entry) => [
      entry.key,
      buildCommand(entry),
    ]),
  )
