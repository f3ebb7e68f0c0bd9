import { places } from '../accessories.ts'
import type { Report } from '../mistake.ts'
import { member, members, type Field } from '../yaml/field.ts'
import { isBlank, textOf } from '../yaml/values.ts'
import { checkEnv } from './env.ts'
import { checkOptions } from './options.ts'
import { checkLabels } from './service.ts'

/**
 * Blocks that Kamal checks and that don't touch how the app is deployed. They are read so that a
 * slip in them is told about here as well, and then left to Kamal.
 */
export const checkOthers = (root: Field, report: Report): void => {
  for (const accessory of members(member(root, 'accessories'))) checkAccessory(accessory, report)
  for (const alias of members(member(root, 'aliases'))) {
    if (/^[a-z0-9_-]+$/.test(alias.key)) continue
    const spot = { at: alias.keyAt, path: alias.path }
    report.refuse(spot, 'invalid alias name', 'use lower-case letters, digits, `_` and `-`')
  }
  checkHooksOutput(member(root, 'hooks_output'), report)
}

const checkAccessory = (accessory: Field, report: Report): void => {
  if (accessory.node.kind !== 'table') return
  if (places.filter((key) => member(accessory, key) !== undefined).length !== 1) {
    const choice = 'specify one of `host`, `hosts`, `role`, `roles`, `tag` or `tags`'
    report.refuse(accessory, choice)
  }
  checkLabels(member(accessory, 'labels'), report)
  checkOptions(member(accessory, 'options'), report)
  const env = member(accessory, 'env')
  if (env?.node.kind === 'table') checkEnv(env, report)
}

const levels = ['quiet', 'verbose']

const checkHooksOutput = (output: Field | undefined, report: Report): void => {
  const each = output?.node.kind === 'table' ? members(output) : output ? [output] : []
  for (const level of each) {
    const text = textOf(level)
    if (text === undefined || isBlank(level) || levels.includes(text)) continue
    const hook = 'key' in level ? ` for hook '${level.key}'` : ''
    const message = `Invalid hooks_output '${text}'${hook}, must be one of: ${levels.join(', ')}`
    report.refuse({ at: level.at, path: '' }, message)
  }
}
