import { createHash } from 'node:crypto'
import { environmentOn, type Config, type Role } from '../config/config.ts'
import { sharedArgs } from './create-args.ts'
import { envFileText } from './env-file.ts'
import { proxyFlags } from './proxy-flags.ts'

/**
 * Digest of all that makes a role's container and its route what they are: image, command, flags,
 * environment, and what the proxy is told. With equal fingerprints there is nothing to deploy; a
 * rotated secret or another host name changes it.
 */
export const fingerprint = (
  config: Config,
  role: Role,
  host: string,
  imageDigest: string,
): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        imageDigest,
        role.cmd ?? null,
        sharedArgs(config, role, host),
        envFileText(environmentOn(role, host).secret),
        role.proxy === undefined ? null : [role.proxy.appPort, proxyFlags(config, role.proxy)],
      ]),
    )
    .digest('hex')
