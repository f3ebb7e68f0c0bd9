import { createHash } from 'node:crypto'
import { environmentOn, type Config, type Proxy, type Role } from '../config/config.ts'
import { sharedArgs } from './create-args.ts'
import { envFileText } from './env-file.ts'
import { proxyFlags } from './proxy-flags.ts'

/** What the proxy reads from files: their paths may stay the same when what is in them changes. */
const served = ({ errorPages }: Config, { certificate }: Proxy) => ({
  ...(certificate === undefined ? {} : { certificate }),
  ...(errorPages === undefined ? {} : { errorPages }),
})

const isSomething = (files: object): boolean => Object.keys(files).length > 0

/**
 * Digest of all that makes a role's container and its route what they are: image, command, flags,
 * environment, and what the proxy is told. With equal fingerprints there is nothing to deploy; a
 * rotated secret, a renewed certificate or another host name changes it.
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
        ...(role.assets === undefined ? [] : [role.assets]),
        ...(role.proxy === undefined ? [] : [served(config, role.proxy)].filter(isSomething)),
      ]),
    )
    .digest('hex')
