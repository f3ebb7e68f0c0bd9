import type { DockerOption, Logging } from '../config.ts'
import { items, member, members, type Field } from '../yaml/field.ts'
import { mergeFields } from '../yaml/merge.ts'
import { flagOf, isBlank, textOf } from '../yaml/values.ts'

/** Docker's flags without `restart`, a list repeated. */
export const buildOptions = (options: Field | undefined): readonly DockerOption[] =>
  members(options)
    .filter(({ key }) => key !== 'restart')
    .flatMap((option) =>
      (option.node.kind === 'list' ? items(option) : [option]).map((value): DockerOption => ({
        name: option.key,
        value: flagOf(value) === true ? true : (textOf(value) ?? ''),
      })),
    )

/** Docker's restart policy; Kamal's default is `unless-stopped`. */
export const buildRestart = (options: Field | undefined): string =>
  textOf(member(options, 'restart')) ?? 'unless-stopped'

export const buildTexts = (table: Field | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(members(table).map((entry) => [entry.key, textOf(entry) ?? '']))

/** The root's logging with the role's on top; Kamal bounds the log only where nothing is said. */
export const buildLogging = (root: Field | undefined, role: Field | undefined): Logging => {
  const logging = mergeFields(root, role)
  const driver = member(logging, 'driver')
  const options = member(logging, 'options')
  return isBlank(driver) && isBlank(options)
    ? { driver: undefined, options: { 'max-size': '10m' } }
    : { driver: isBlank(driver) ? undefined : textOf(driver), options: buildTexts(options) }
}
