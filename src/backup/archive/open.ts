import type { Decrypter } from 'age-encryption'
import { open } from 'node:fs/promises'
import { decryptWith } from './age/decrypt.ts'
import { ageMagic, zstdMagic } from './layout.ts'
import { identityUnusable } from './identities.ts'
import { messageOf } from '../../base/reason.ts'
import { damaged } from './trouble.ts'

type Bytes = AsyncIterable<Uint8Array>

export type Envelope = 'age' | 'none' | 'unknown'

/** What a file's first bytes say it is. */
export const envelopeOf = (head: Uint8Array): Envelope => {
  const starts = (magic: Buffer) => magic.equals(head.subarray(0, magic.length))
  if (starts(ageMagic)) return 'age'
  return starts(zstdMagic) ? 'none' : 'unknown'
}

/** The first bytes of a file, fewer where it is shorter. */
export const headOf = async (path: string, bytes = 64): Promise<Uint8Array> => {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** The library's words (age-encryption 0.3) where the header is whole, but no identity fits. */
const noMatch = "no identity matched any of the file's recipients"

const isForPassphrase = (head: Uint8Array) => Buffer.from(head).includes('\n-> scrypt ')

const explain = async (error: unknown, file: string) => {
  if (messageOf(error) !== noMatch) return damaged('envelope', messageOf(error), error)
  return isForPassphrase(await headOf(file))
    ? identityUnusable('The backup is encrypted to a passphrase, not to keys')
    : identityUnusable('None of the identities can open the backup; it was encrypted to other keys')
}

/** Takes `source`, read from `file`, out of its age envelope, to age's last chunk. */
export const decrypt = (decrypter: Decrypter, file: string) =>
  async function* (source: Bytes): Bytes {
    let broken: { readonly error: unknown } | undefined
    const watched = async function* (): Bytes {
      try {
        yield* source
      } catch (error) {
        broken = { error }
        throw error
      }
    }
    try {
      yield* decryptWith(decrypter, watched())
    } catch (error) {
      // A disk that can't be read is no damage of the backup.
      throw broken === undefined ? await explain(error, file) : broken.error
    }
  }
