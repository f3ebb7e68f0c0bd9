import { sha256, type FakeArtifact } from '../__tests__/support/results-service/world.ts'

export interface Damage {
  readonly title: string
  /** The error that must be told. */
  readonly code: string
  /** A copy with one bit flipped. */
  readonly done: (artifact: FakeArtifact) => FakeArtifact
}

const flipped = (content: Buffer): Buffer => {
  const copy = Buffer.from(content)
  const middle = Math.floor(copy.length / 2)
  copy.writeUInt8(copy.readUInt8(middle) ^ 1, middle)
  return copy
}

/** The digest that GitHub keeps beside it tells. */
export const damageInStorage: Damage = {
  title: 'One bit of the stored artifact flips',
  code: 'backup-damaged',
  done: (artifact) => ({ ...artifact, content: flipped(artifact.content) }),
}

/** As if it had flipped on its way there: GitHub's digest is that of the damaged file. */
export const damageUnseen: Damage = {
  title: 'One bit flipped before GitHub took its digest, so that the digest agrees',
  code: 'backup-damaged',
  done: (artifact) => {
    const content = flipped(artifact.content)
    return { ...artifact, content, digest: sha256(content) }
  },
}
