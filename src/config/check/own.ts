import { formatDuration, parseDuration } from '../duration.ts'
import type { Report } from '../mistake.ts'
import type { RoleBlock } from '../roles.ts'
import { items, member, members, type Field } from '../yaml/field.ts'
import { flagOf, integerOf, isBlank, textOf } from '../yaml/values.ts'
import { gateSettings } from '../gate.ts'
import { checkCommands } from './commands.ts'
import { isUrlPath } from './names.ts'
import { suggestion } from '../../base/nearest.ts'
import { checkShape } from './shape.ts'
import { ownShape } from './own-shape.ts'

/** `x-seaworthy:`, our own block. */
export const checkOwn = (root: Field, roles: readonly RoleBlock[], report: Report): void => {
  const own = member(root, 'x-seaworthy')
  if (own === undefined) return
  checkShape(own, ownShape, report)
  for (const item of items(member(own, 'known-hosts'))) {
    if (isBlank(item) && item.node.kind !== 'unknown') {
      report.refuse(item, 'should be a line of known_hosts or a SHA256: fingerprint')
    }
  }
  checkOverlap(member(own, 'roles'), roles, report)
  const limit = member(own, 'hooks', 'timeout')
  const text = textOf(limit)
  if (limit && text !== undefined) checkDuration(limit, text, 1000, report)
  checkCommands(member(own, 'commands'), roles, report)
  const stage = member(own, 'gates', 'stage')
  if (stage) checkStage(root, stage, report)
}

const checkOverlap = (
  field: Field | undefined,
  roles: readonly RoleBlock[],
  report: Report,
): void => {
  for (const entry of members(field)) {
    const role = roles.find(({ name }) => name === entry.key)
    const overlap = member(entry, 'overlap')
    if (role === undefined) {
      const names = roles.map(({ name }) => name)
      const spot = { at: entry.keyAt, path: field?.path ?? '' }
      report.refuse(spot, `there is no role ${entry.key}`, suggestion(entry.key, names))
    } else if (overlap && flagOf(overlap) === false && role.proxied) {
      const reason = 'its old container has to answer until the new one does'
      report.refuse(overlap, `the role ${role.name} is behind the proxy: ${reason}`)
    }
  }
}

const checkStage = (root: Field, stage: Field, report: Report): void => {
  const before = report.mistakes().length
  for (const [key, least] of [
    ['timeout', 1000],
    ['interval', 10],
  ] as const) {
    const field = member(stage, key)
    const text = textOf(field)
    if (field && text !== undefined) checkDuration(field, text, least, report)
  }
  const successes = member(stage, 'successes')
  const count = integerOf(successes) ?? 1
  if (successes && (count < 1 || count > 1000)) {
    report.refuse(successes, 'should be between 1 and 1000')
  }
  checkRequest(stage, report)
  if (report.mistakes().length === before) checkWindow(root, stage, report)
}

const checkDuration = (field: Field, text: string, least: number, report: Report): void => {
  const ms = parseDuration(text)
  if (ms === undefined) {
    const hint = 'write 250ms, 30s, 5m, or a number of seconds'
    report.refuse(field, `not a duration: ${JSON.stringify(text)}`, hint)
  } else if (ms < least) report.refuse(field, `should be at least ${formatDuration(least)}`)
}

const checkRequest = (stage: Field, report: Report): void => {
  const path = member(stage, 'path')
  const text = textOf(path)
  if (path && text !== undefined && !isUrlPath(text)) {
    report.refuse(path, `not a path: ${JSON.stringify(text)}`, 'write it as /up')
  }
  const status = member(stage, 'expect', 'status')
  const code = integerOf(status) ?? 200
  if (status && (code < 200 || code > 299)) {
    // Staged by our gate, it would never be switched to.
    const reason = 'the proxy itself takes only these for healthy'
    report.refuse(status, 'should be between 200 and 299', reason)
  }
}

/** A gate must be able to see one failed check and still reach its successes. */
const checkWindow = (root: Field, stage: Field, report: Report): void => {
  const { timeoutMs, intervalMs, successes } = gateSettings(root)
  const needed = intervalMs * successes
  if (needed < timeoutMs) return
  const spot = ['successes', 'interval', 'timeout'].flatMap((key) => member(stage, key) ?? [])[0]
  const checks = `${successes} successes ${formatDuration(intervalMs)} apart`
  report.refuse(
    spot ?? stage,
    `the gate cannot pass after one failed check: ${checks} then take ` +
      `${formatDuration(needed)}, and its timeout is ${formatDuration(timeoutMs)}`,
    'raise timeout, or lower interval or successes',
  )
}
