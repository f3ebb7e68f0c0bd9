import { SeaworthyError } from '../base/error.ts'
import { isSameBuild } from './labels.ts'
import type { Order } from './order.ts'
import type { Registry } from './registry/client.ts'
import { findManifest, labelsOf } from './registry/image.ts'

/** Whether the registry has already what would be built. */
export type Lookup =
  | { readonly found: true; readonly digest: string }
  /** `why` is a clause for the log. */
  | { readonly found: false; readonly why: string }

const isWrongLogin = (error: SeaworthyError): boolean =>
  error.code === 'registry-refused' && (error.evidence[0]?.startsWith('401') ?? false)

/**
 * Asks the registry for the version's tag. What only makes the answer doubtful is no error: a repository
 * that does not exist yet looks forbidden to some registries, and a proxy may lie between.
 * @throws SeaworthyError `registry-refused` for a wrong password: the push would fail after the build.
 */
export const lookUp = async (order: Order, registry: Registry): Promise<Lookup> => {
  try {
    const manifest = await findManifest(registry, order.version)
    if (manifest === undefined) return { found: false, why: `there is no ${order.version} yet` }
    const labels = await labelsOf(registry, manifest)
    return isSameBuild(order, labels)
      ? { found: true, digest: manifest.digest }
      : { found: false, why: `${order.version} is of another commit, or was built in another way` }
  } catch (error) {
    if (!(error instanceof SeaworthyError) || isWrongLogin(error)) throw error
    return { found: false, why: [error.message, ...error.evidence].join(' ') }
  }
}
