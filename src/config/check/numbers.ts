import { accessoryBlocks } from '../accessories.ts'
import { longestMs } from '../duration.ts'
import type { Report } from '../mistake.ts'
import type { RoleBlock } from '../roles.ts'
import { member, type Field } from '../yaml/field.ts'
import { integerOf } from '../yaml/values.ts'

interface Range {
  readonly keys: readonly string[]
  readonly least: number
  readonly most: number
}

const day = longestMs / 1000
const port = { least: 1, most: 65_535 }
const seconds = { least: 0, most: day }
const bytes = { least: 0, most: Number.MAX_SAFE_INTEGER }

const rootRanges: readonly Range[] = [
  { keys: ['deploy_timeout'], least: 1, most: day },
  { keys: ['drain_timeout'], ...seconds },
  { keys: ['stop_timeout'], ...seconds },
  { keys: ['readiness_delay'], ...seconds },
  { keys: ['boot', 'wait'], ...seconds },
]

const proxyRanges: readonly Range[] = [
  { keys: ['app_port'], ...port },
  { keys: ['response_timeout'], ...seconds },
  // The proxy's ticker stops the process at zero.
  { keys: ['healthcheck', 'interval'], least: 1, most: day },
  { keys: ['healthcheck', 'timeout'], least: 1, most: day },
  { keys: ['buffering', 'max_request_body'], ...bytes },
  { keys: ['buffering', 'max_response_body'], ...bytes },
  { keys: ['buffering', 'memory'], ...bytes },
  { keys: ['run', 'http_port'], ...port },
  { keys: ['run', 'https_port'], ...port },
  { keys: ['run', 'metrics_port'], ...port },
]

const checkRanges = (field: Field | undefined, ranges: readonly Range[], report: Report): void => {
  for (const { keys, least, most } of ranges) {
    const found = member(field, ...keys)
    const value = integerOf(found)
    if (found === undefined || value === undefined || (value >= least && value <= most)) continue
    const allowed = most === bytes.most ? `at least ${least}` : `between ${least} and ${most}`
    report.refuse(found, `should be ${allowed}`)
  }
}

/** Numbers outside of what they can mean: ports, and waits that never end. */
export const checkNumbers = (root: Field, roles: readonly RoleBlock[], report: Report): void => {
  checkRanges(root, rootRanges, report)
  checkRanges(member(root, 'proxy'), proxyRanges, report)
  for (const { block } of roles) {
    checkRanges(block, [{ keys: ['stop_timeout'], ...seconds }], report)
    checkRanges(member(block, 'proxy'), proxyRanges, report)
  }
  for (const accessory of accessoryBlocks(root))
    checkRanges(member(accessory, 'proxy'), proxyRanges, report)
  const retain = member(root, 'retain_containers')
  if (retain && (integerOf(retain) ?? 1) < 1) {
    report.refuse({ ...retain, path: '' }, 'Must retain at least 1 container')
  }
}
