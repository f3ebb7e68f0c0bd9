import type { Report } from '../mistake.ts'
import type { RoleBlock } from '../roles.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { fieldOf, member, type Field } from '../yaml/field.ts'
import { checkAssets } from './assets.ts'
import { checkBoot } from './boot.ts'
import { checkBuilder } from './builder.ts'
import { checkCertificates } from './certificates.ts'
import { checkEnv } from './env.ts'
import { checkNumbers } from './numbers.ts'
import { checkLogging, checkOptions } from './options.ts'
import { checkOthers } from './others.ts'
import { checkOwn } from './own.ts'
import { checkProxies, checkProxy } from './proxy.ts'
import { checkRegistry } from './registry.ts'
import { checkServers } from './servers.ts'
import { checkLabels, checkService } from './service.ts'
import { checkShape } from './shape.ts'
import { rootShape } from './shapes.ts'
import { checkSsh } from './ssh.ts'
import { checkUnsupported } from './unsupported.ts'
import { checkVolumes } from './volumes.ts'

/** Everything that can be wrong with a merged configuration, all of it reported. */
export const checkConfig = (
  root: Field,
  roles: readonly RoleBlock[],
  secrets: Secrets,
  report: Report,
  now?: number,
): void => {
  checkShape(withoutExtensions(root), rootShape, report)
  checkService(root, report)
  checkRegistry(member(root, 'registry'), secrets, report)
  checkServers(root, roles, report)
  checkBlock(root, secrets, report)
  for (const { block } of roles) {
    checkBlock(block, secrets, report)
    checkOptions(member(block, 'options'), report)
  }
  checkProxies(root, roles, report)
  checkSsh(member(root, 'ssh'), secrets, report)
  checkBoot(root, report)
  checkNumbers(root, roles, report)
  checkBuilder(root, report)
  checkOthers(root, report)
  checkUnsupported(root, report)
  checkAssets(root, roles, report)
  checkCertificates(root, roles, secrets, now, report)
  checkVolumes(root, report)
  checkOwn(root, roles, report)
}

/** What may stand at the root and in a role alike. */
const checkBlock = (block: Field | undefined, secrets: Secrets, report: Report): void => {
  const env = member(block, 'env')
  if (env?.node.kind === 'table') checkEnv(env, report, secrets)
  checkLabels(member(block, 'labels'), report)
  checkLogging(member(block, 'logging', 'options'), report)
  checkProxy(member(block, 'proxy'), report)
}

/** Keys that start with `x-` are for anchors, at the root and nowhere else. */
const withoutExtensions = (root: Field): Field => {
  if (root.node.kind !== 'table') return root
  const entries = [...root.node.entries].filter(([key]) => !key.startsWith('x-'))
  return fieldOf({ ...root.node, entries: new Map(entries) }, root.path)
}
