import { isRawKey, parseJump } from '../check/ssh.ts'
import type { SshSettings } from '../config.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { member, type Field } from '../yaml/field.ts'
import { textOf, textsOf } from '../yaml/values.ts'

export const buildSsh = (ssh: Field | undefined, secrets: Secrets): SshSettings => ({
  user: textOf(member(ssh, 'user')) ?? 'root',
  port: Number(textOf(member(ssh, 'port')) ?? 22),
  proxy: parseJump(textOf(member(ssh, 'proxy')) ?? ''),
  keys: textsOf(member(ssh, 'keys')),
  keyData: textsOf(member(ssh, 'key_data')).map((text) =>
    isRawKey(text) ? text : secrets.value(text),
  ),
})
