import { createHash } from 'node:crypto'
import { isoSeconds } from '../base/time.ts'
import type { Order } from './order.ts'

/** Digest of all that was said about a build, but for the commit, which is the revision. */
export const settingsLabel = 'seaworthy.build'
export const revisionLabel = 'org.opencontainers.image.revision'

type Settings = Pick<
  Order,
  | 'service'
  | 'platforms'
  | 'context'
  | 'dockerfile'
  | 'target'
  | 'args'
  | 'secrets'
  | 'ssh'
  | 'provenance'
  | 'sbom'
>

const sorted = (record: Readonly<Record<string, string | null>>) =>
  Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))

/**
 * Two builds of one commit with the same digest are the same build. Of secrets only the names count: a
 * label can be read by whoever may pull, and a digest of a short secret can be guessed.
 */
export const settingsDigest = (order: Settings): string => {
  const { service, platforms, context, dockerfile, target, ssh, provenance, sbom } = order
  const said = {
    ...{ service, context, dockerfile, target, ssh, provenance, sbom },
    platforms: platforms.toSorted(),
    args: sorted(order.args),
    secrets: Object.keys(order.secrets).toSorted(),
  }
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)
}

/**
 * Labels of the image: `service`, without which Kamal refuses it, and those by which GHCR links a
 * package to its repository. `clean` is false for what no commit holds, which is never taken for it.
 */
export const labelsFor = (
  order: Order,
  { now, clean }: { readonly now: number; readonly clean: boolean },
): Readonly<Record<string, string>> => ({
  service: order.service,
  'org.opencontainers.image.source': order.source,
  'org.opencontainers.image.version': order.version,
  'org.opencontainers.image.created': isoSeconds(now),
  ...(order.commit === undefined ? {} : { [revisionLabel]: order.commit }),
  ...(order.commit !== undefined && clean ? { [settingsLabel]: settingsDigest(order) } : {}),
})

/** Whether an image with these labels is what `order` would build. */
export const isSameBuild = (order: Order, labels: Readonly<Record<string, string>>): boolean =>
  order.commit !== undefined &&
  labels[revisionLabel] === order.commit &&
  labels['service'] === order.service &&
  labels[settingsLabel] === settingsDigest(order)
