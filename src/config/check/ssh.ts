import type { Report } from '../mistake.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { items, member, type Field } from '../yaml/field.ts'
import { isBlank, textOf } from '../yaml/values.ts'
import { isPort, jumpOfCommand, parseJump } from '../jump.ts'
import { isUser } from './names.ts'
import { refuseUnsupported } from './unsupported.ts'

/**
 * How hosts are reached. What would make Kamal connect differently is refused; what can't matter
 * here is let pass:
 * - `log_level` is about net-ssh's own log;
 * - `forward_agent`: the agent is never forwarded, and nothing that is run on a host asks for it.
 */
export const checkSsh = (ssh: Field | undefined, secrets: Secrets, report: Report): void => {
  checkAccount(ssh, report)
  checkProxy(ssh, report)
  const config = member(ssh, 'config')
  for (const path of [...(config ? [config] : []), ...items(config)]) {
    if (textOf(path)?.trim() === '') report.refuse(path, 'should be a path')
  }
  for (const key of items(member(ssh, 'keys'))) {
    if (isBlank(key) && key.node.kind !== 'unknown') report.refuse(key, 'should be a path')
  }
  for (const key of items(member(ssh, 'key_data'))) checkKeyData(key, secrets, report)
}

const checkAccount = (ssh: Field | undefined, report: Report): void => {
  const user = member(ssh, 'user')
  if (user && !isUser(textOf(user) ?? 'x')) report.refuse(user, 'not the name of a user')
  const port = member(ssh, 'port')
  const digits = textOf(port) ?? '22'
  if (port && !(/^\d{1,5}$/.test(digits) && isPort(Number(digits)))) {
    report.refuse(port, 'should be between 1 and 65535')
  }
}

const checkProxy = (ssh: Field | undefined, report: Report): void => {
  const proxy = member(ssh, 'proxy')
  const text = textOf(proxy)
  if (proxy && text?.includes(',')) refuseUnsupported(proxy, report, 'a chain of jump hosts')
  else if (proxy && text !== undefined && !parseJump(text)) {
    report.refuse(proxy, 'not a jump host', 'write it as user@host')
  }
  const command = member(ssh, 'proxy_command')
  const given = textOf(command)
  if (command && given !== undefined && !isBlank(command) && !jumpOfCommand(given)) {
    const hint = 'only ssh -W %h:%p user@host is; a VPN or a tunnel of your own can stand before'
    refuseUnsupported(command, report, 'a program that connects', hint)
  }
}

/** A private key written into the file itself; Kamal calls that deprecated. */
export const isRawKey = (text: string): boolean => text.includes('-----BEGIN')

const checkKeyData = (key: Field, secrets: Secrets, report: Report): void => {
  const text = textOf(key)
  if (text === undefined) return
  if (isRawKey(text)) {
    report.mask(text)
    const hint = 'put it into .kamal/secrets and name the secret here'
    report.warn(key, 'a private key stands in the configuration', hint)
  } else if (secrets.need(text, key)?.trim() === '') {
    report.refuse(key, `the secret ${text} is empty`)
  }
}
