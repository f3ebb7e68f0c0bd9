import type { Report } from '../mistake.ts'
import { items, member, type Field } from '../yaml/field.ts'
import { flagOf, isBlank, textOf } from '../yaml/values.ts'
import { isAddress, isImage, isRegistry } from './names.ts'
import { checkOptions } from './options.ts'
import { isOlder, isVersionNumber, oldestProxy } from './versions.ts'

/** `proxy.run`: how the one proxy of a host is started. */
export const checkProxyRun = (proxy: Field, report: Report): void => {
  const run = member(proxy, 'run')
  if (run?.node.kind !== 'table') return
  const published = ['http_port', 'https_port', 'bind_ips'].map((key) => member(run, key))
  if (flagOf(member(run, 'publish')) === false && published.some((field) => !isBlank(field))) {
    const message = 'Cannot set http_port, https_port or bind_ips when publish is false'
    report.refuse({ at: run.at, path: proxy.path }, message)
  }
  for (const item of items(member(run, 'bind_ips'))) {
    const address = textOf(item)
    if (address === undefined || isAddress(address)) continue
    report.refuse({ at: item.at, path: proxy.path }, `Invalid publish IP address: ${address}`)
  }
  checkOptions(member(run, 'options'), report)
  checkImage(run, report)
}

const checkImage = (run: Field, report: Report): void => {
  checkVersion(member(run, 'version'), report)
  const rules = [
    { key: 'registry', fits: isRegistry, message: 'not a registry', hint: 'registry.example.com' },
    {
      key: 'repository',
      fits: isImage,
      message: 'not an image name',
      hint: 'basecamp/kamal-proxy',
    },
    { key: 'log_max_size', fits: isSize, message: 'not a size', hint: '10m' },
  ]
  for (const { key, fits, message, hint } of rules) {
    const field = member(run, key)
    const text = textOf(field)
    if (field && text !== undefined && !fits(text)) {
      report.refuse(field, message, `write it as ${hint}`)
    }
  }
}

const isSize = (text: string): boolean => /^\d+[kmg]?$|^-1$/i.test(text)

const checkVersion = (version: Field | undefined, report: Report): void => {
  const tag = textOf(version)
  if (version === undefined || tag === undefined) return
  if (!isVersionNumber(tag)) {
    // Kamal compares the tag with the version it needs, and stops at a tag such as `latest`.
    report.refuse(version, `not a version: ${JSON.stringify(tag)}`, `write it as ${oldestProxy}`)
  } else if (isOlder(tag, oldestProxy)) {
    report.refuse(version, `the proxy must be ${oldestProxy} or newer`)
  }
}
