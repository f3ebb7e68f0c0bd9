import { isRawKey } from '../check/ssh.ts'
import type { SshSettings } from '../config.ts'
import { jumpOfCommand, parseJump } from '../jump.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { member, type Field } from '../yaml/field.ts'
import { flagOf, textOf, textsOf } from '../yaml/values.ts'

export const buildSsh = (ssh: Field | undefined, secrets: Secrets): SshSettings => ({
  user: textOf(member(ssh, 'user')) ?? 'root',
  port: Number(textOf(member(ssh, 'port')) ?? 22),
  proxy:
    parseJump(textOf(member(ssh, 'proxy')) ?? '') ??
    jumpOfCommand(textOf(member(ssh, 'proxy_command')) ?? ''),
  keys: textsOf(member(ssh, 'keys')),
  keyData: textsOf(member(ssh, 'key_data')).map((text) =>
    isRawKey(text) ? text : secrets.value(text),
  ),
  keysOnly: flagOf(member(ssh, 'keys_only')) ?? false,
  configFiles: configFiles(member(ssh, 'config')),
})

/** net-ssh reads the user's own unless told otherwise. */
const configFiles = (config: Field | undefined): SshSettings['configFiles'] => {
  if (config?.node.kind === 'list') return textsOf(config)
  const flag = flagOf(config)
  if (flag !== undefined) return flag ? 'own' : []
  const path = textOf(config)
  return path === undefined ? 'own' : [path]
}
