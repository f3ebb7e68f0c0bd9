import type { Report } from '../mistake.ts'
import { items, members, type Field } from '../yaml/field.ts'
import { isText, textOf } from '../yaml/values.ts'

const restartPolicies = /^(?:no|always|unless-stopped|on-failure(?::\d+)?)$/

/**
 * Flags for `docker run`: `--name "value"`, a bare flag for `true`, repeated for a list.
 * `restart` is taken out of them and checked as Kamal does.
 */
export const checkOptions = (options: Field | undefined, report: Report): void => {
  checkName(options, report)
  checkFlags(options, report)
}

/** Containers are found again by their names, by Kamal too. */
export const checkName = (options: Field | undefined, report: Report): void => {
  const name = members(options).find(({ key }) => key === 'name')
  if (name)
    report.refuse({ at: name.keyAt, path: name.path }, 'the name of a container is not free')
}

/** All but the name of the container: nothing is said of a container that is not made here. */
export const checkFlags = (options: Field | undefined, report: Report): void => {
  for (const option of members(options)) {
    if (option.key === 'restart') checkRestart(option, report)
    else if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(option.key)) {
      const spot = { at: option.keyAt, path: option.path }
      report.refuse(spot, `not a flag of docker run: ${JSON.stringify(option.key)}`)
    } else if (option.key !== 'name') checkValue(option, report)
  }
}

const checkValue = (option: Field, report: Report): void => {
  if (option.node.kind === 'unknown') return
  const values = option.node.kind === 'list' ? items(option) : [option]
  for (const value of values) {
    if (value.node.kind !== 'unknown' && !isText(value.node)) {
      report.refuse(value, 'should be a string, true, or an array of strings')
    }
  }
}

const checkRestart = (restart: Field, report: Report): void => {
  const { node } = restart
  if (node.kind === 'unknown') return
  if (node.kind !== 'scalar' || node.type !== 'string') {
    report.refuse(restart, 'should be a string. Use "no" to disable restarts')
  } else if (!restartPolicies.test(textOf(restart) ?? '')) {
    report.refuse(restart, 'should be no, always, unless-stopped, on-failure, or on-failure:N')
  }
}

/** Options of a log driver: anything that has a text. */
export const checkLogging = (options: Field | undefined, report: Report): void => {
  for (const option of members(options)) {
    const isNull = option.node.kind === 'scalar' && option.node.type === 'null'
    if (option.node.kind !== 'unknown' && !isText(option.node) && !isNull) {
      report.refuse(option, 'should be a string')
    }
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(option.key)) {
      const spot = { at: option.keyAt, path: option.path }
      report.refuse(spot, `not an option of a log driver: ${JSON.stringify(option.key)}`)
    }
  }
}
