import { createHash } from 'node:crypto'
import type { Config, Role } from '../config/config.ts'
import { sharedArgs } from './create-args.ts'
import { envFileText } from './env-file.ts'

/**
 * Digest of all that makes a role's container what it is: image, command, flags and environment.
 * Two containers with equal fingerprints need not be exchanged; a rotated secret changes it.
 */
export const fingerprint = (config: Config, role: Role, imageDigest: string): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        imageDigest,
        role.cmd ?? null,
        sharedArgs(config, role),
        envFileText(role.env.secret),
      ]),
    )
    .digest('hex')
