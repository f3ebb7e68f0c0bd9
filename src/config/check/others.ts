import { places } from '../accessories.ts'
import { hookNames } from '../hooks.ts'
import type { Report } from '../mistake.ts'
import { member, members, type Field } from '../yaml/field.ts'
import { flagOf, isBlank, textOf } from '../yaml/values.ts'
import { checkEnv } from './env.ts'
import { suggestion } from '../../base/nearest.ts'
import { checkFlags } from './options.ts'
import { checkProxy } from './proxy.ts'
import { checkLabels } from './service.ts'

/** Blocks that don't touch how the app itself is deployed: accessories, aliases, what hooks print. */
export const checkOthers = (root: Field, report: Report): void => {
  for (const accessory of members(member(root, 'accessories'))) checkAccessory(accessory, report)
  for (const alias of members(member(root, 'aliases'))) {
    const spot = { at: alias.keyAt, path: alias.path }
    if (!/^[a-z0-9_-]+$/.test(alias.key))
      report.refuse(spot, 'invalid alias name', 'use lower-case letters, digits, `_` and `-`')
    else if (commands.includes(alias.key))
      report.refuse(spot, 'a command of Kamal has this name', 'choose another')
  }
  checkHooksOutput(member(root, 'hooks_output'), report)
}

/** Kamal's own, which no alias may hide (`validator/alias.rb`). */
const commands = [
  ...['accessory', 'app', 'audit', 'build', 'config', 'deploy', 'details', 'docs', 'help', 'init'],
  ...['lock', 'proxy', 'prune', 'redeploy', 'registry', 'remove', 'rollback', 'secrets', 'server'],
  ...['setup', 'tree', 'upgrade', 'version'],
]

/** Kamal lets `true` pass, and then stops at it. */
const checkFront = (proxy: Field | undefined, report: Report): void => {
  if (proxy !== undefined && flagOf(proxy) === true)
    report.refuse(proxy, 'should be a hash', 'write at least the host that it answers to')
  checkProxy(proxy, report)
}

const checkAccessory = (accessory: Field, report: Report): void => {
  if (accessory.node.kind !== 'table') return
  if (places.filter((key) => member(accessory, key) !== undefined).length !== 1) {
    const choice = 'specify one of `host`, `hosts`, `role`, `roles`, `tag` or `tags`'
    report.refuse(accessory, choice)
  }
  checkLabels(member(accessory, 'labels'), report)
  checkFlags(member(accessory, 'options'), report)
  checkFront(member(accessory, 'proxy'), report)
  const env = member(accessory, 'env')
  if (env?.node.kind === 'table') checkEnv(env, report)
}

const levels = ['quiet', 'verbose']

/** Hooks of Kamal 1 would never run again (`ensure_no_traefik_reboot_hooks`). */
export const checkOldHooks = (
  root: Field,
  read: (path: string) => string | undefined,
  report: Report,
): void => {
  const folder = textOf(member(root, 'hooks_path')) ?? '.kamal/hooks'
  const found = ['pre', 'post'].filter((when) => read(`${folder}/${when}-traefik-reboot`))
  if (found.length === 0) return
  const names = found.map((when) => `${when}-traefik-reboot`).join(' and ')
  const message = `Found ${names}, these should be renamed to (pre|post)-proxy-reboot`
  report.refuse({ at: (member(root, 'hooks_path') ?? root).at, path: '' }, message)
}

const checkHooksOutput = (output: Field | undefined, report: Report): void => {
  const each = output?.node.kind === 'table' ? members(output) : output ? [output] : []
  for (const level of each) {
    const text = textOf(level)
    if (text === undefined || isBlank(level) || levels.includes(text)) continue
    const hook = 'key' in level ? ` for hook '${level.key}'` : ''
    const message = `Invalid hooks_output '${text}'${hook}, must be one of: ${levels.join(', ')}`
    report.refuse({ at: level.at, path: '' }, message)
  }
  for (const { key, keyAt, path } of members(output)) {
    if (hookNames.some((name) => name === key)) continue
    report.warn({ at: keyAt, path }, 'there is no such hook', suggestion(key, hookNames))
  }
}
