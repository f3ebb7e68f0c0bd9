import { readFileSync } from 'node:fs'
import { SeaworthyError } from '../../src/base/error.ts'
import { connect } from '../../src/ssh/connect.ts'
import { fingerprintOf } from '../../src/ssh/fingerprint.ts'
import { parseKnownHosts } from '../../src/ssh/known-hosts.ts'
import type { KnownHosts } from '../../src/ssh/known-hosts.ts'
import type { Limits, Target } from '../../src/ssh/target.ts'

/** The error with which connecting fails. */
export const failure = async (
  target: Target,
  limits?: Limits,
  signal?: AbortSignal,
): Promise<SeaworthyError> => {
  try {
    const connection = await connect(target, limits, signal)
    await connection.close()
  } catch (error) {
    if (error instanceof SeaworthyError) return error
    throw error
  }
  throw new Error('it connected')
}

/** Connects and closes. */
export const connects = async (target: Target): Promise<boolean> => {
  const connection = await connect(target)
  await connection.close()
  return true
}

/** `ssh-ed25519 AAAA...` of a key file. */
export const publicOf = (path: string): string => readFileSync(`${path}.pub`, 'utf8').trim()

/** Fingerprint of a line that ends with a key. */
export const printOf = (line: string): string =>
  fingerprintOf(Buffer.from(line.split(' ').at(-1)!, 'base64'))

/** Known hosts, as a change to a target. */
export const known = (...lines: readonly string[]): { readonly known: KnownHosts } => ({
  known: parseKnownHosts(lines),
})
