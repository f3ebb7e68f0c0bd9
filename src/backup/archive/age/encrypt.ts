import { Encrypter } from 'age-encryption'
import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { nonceBytes, payloadKey, seal } from './payload.ts'

type Bytes = AsyncIterable<Uint8Array>

/** What the library puts behind the header when there is no content: a nonce and one tag. */
const emptyPayload = nonceBytes + 16

const noContent: readonly Uint8Array[] = []

interface Envelope {
  readonly header: Uint8Array
  readonly fileKey: Uint8Array
}

/** A header for these recipients, by the library, and the key that it wraps. */
const envelopeFor = async (recipients: readonly string[]): Promise<Envelope> => {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  const { promise: wrapped, resolve } = Promise.withResolvers<Uint8Array>()
  // One that adds nothing to the header: it is shown the key as the others are.
  encrypter.addRecipient({
    wrapFileKey: (fileKey) => {
      resolve(fileKey)
      return []
    },
  })
  // Given bytes, the library would read its answer by `Response`: a fifth of a second to load.
  const whole = await buffer(await encrypter.encrypt(ReadableStream.from(noContent)))
  return { header: whole.subarray(0, -emptyPayload), fileKey: await wrapped }
}

/**
 * An age file of `source` (C2SP's age.md). The library makes the header, which is where keys are handled;
 * the chunks are sealed by Node.js itself, which takes a third of the processor.
 * @throws Error for what is no recipient.
 */
export async function* encryptFor(
  recipients: readonly string[],
  source: Bytes,
): AsyncGenerator<Uint8Array> {
  const { header, fileKey } = await envelopeFor(recipients)
  const nonce = randomBytes(nonceBytes)
  yield Buffer.concat([header, nonce])
  yield* seal(payloadKey(fileKey, nonce), source)
}
