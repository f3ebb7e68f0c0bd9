import { formatDuration, parseDuration } from '../duration.ts'
import type { Report } from '../mistake.ts'
import type { RoleBlock } from '../roles.ts'
import { items, member, members, type Field, type Member } from '../yaml/field.ts'
import { integerOf, isBlank, textOf } from '../yaml/values.ts'
import { isName, nameRule } from './names.ts'
import { suggestion } from '../../base/nearest.ts'

/** A step of a workflow is watched; what takes longer is a job of the app's own. */
const longestMs = 3_600_000
const mostArguments = 20

/** The words of a command: of the short form, which is nothing but them, or under `run`. */
export const wordsField = (entry: Field): Field | undefined =>
  entry.node.kind === 'list' ? entry : member(entry, 'run')

/** `x-seaworthy.commands`: what `operate` may run in a container, by name. */
export const checkCommands = (
  commands: Field | undefined,
  roles: readonly RoleBlock[],
  report: Report,
): void => {
  for (const entry of members(commands)) {
    if (!isName(entry.key)) {
      const spot = { at: entry.keyAt, path: commands?.path ?? '' }
      report.refuse(spot, `not a name for a command: ${JSON.stringify(entry.key)}`, nameRule)
    }
    checkWords(entry, report)
    checkRole(member(entry, 'role'), roles, report)
    checkTimeout(entry, report)
    checkScope(entry, report)
  }
}

const checkWords = (entry: Member, report: Report): void => {
  if (entry.node.kind !== 'list' && entry.node.kind !== 'table') return
  const words = wordsField(entry)
  const [program] = items(words)
  if (words === undefined || program === undefined || isBlank(program)) {
    const hint = 'write it as [bin/rails, jobs:status]; no shell reads it'
    report.refuse(words ?? entry, 'should be a program and its arguments', hint)
  }
  for (const word of items(words))
    if (textOf(word)?.includes('\0') === true) report.refuse(word, 'has a NUL character')
}

const checkRole = (field: Field | undefined, roles: readonly RoleBlock[], report: Report): void => {
  const role = textOf(field)
  const names = roles.map(({ name }) => name)
  if (field === undefined || role === undefined || names.includes(role)) return
  report.refuse(field, `there is no role ${role}`, suggestion(role, names))
}

const checkTimeout = (entry: Field, report: Report): void => {
  const timeout = member(entry, 'timeout')
  const text = textOf(timeout)
  const ms = text === undefined ? undefined : parseDuration(text)
  if (timeout && text !== undefined && (ms === undefined || ms < 1000 || ms > longestMs)) {
    const most = `at least 1s and at most ${formatDuration(longestMs)}`
    report.refuse(timeout, `should be a duration, ${most}`, 'write 30s or 5m')
  }
}

const checkScope = (entry: Field, report: Report): void => {
  const hosts = member(entry, 'hosts')
  if (hosts && !['first', 'all', undefined].includes(textOf(hosts)))
    report.refuse(hosts, 'should be first or all')
  const more = member(entry, 'arguments')
  const count = integerOf(more)
  if (more && count !== undefined && (count < 0 || count > mostArguments))
    report.refuse(more, `should be between 0 and ${String(mostArguments)}`)
}
