import { SeaworthyError } from '../../base/error.ts'
import { envelopeOf, headOf } from './open.ts'

const kinds: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('PGDMP'), 'a dump of pg_dump'],
  [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 'compressed with zstd'],
  [Buffer.from([0x1f, 0x8b]), 'compressed with gzip'],
  [Buffer.from('--'), 'SQL text'],
]

const kindOf = (head: Uint8Array): string => {
  if (head.length === 0) return 'empty'
  const known = kinds.find(([magic]) => magic.equals(head.subarray(0, magic.length)))
  return known?.[1] ?? 'of an unknown kind'
}

/**
 * What is about to be uploaded is what was asked for: an age file, or in plaintext mode zstd.
 * @throws SeaworthyError `recipients-missing`.
 */
export const checkFirstBytes = async (path: string, encrypted: boolean): Promise<void> => {
  const head = await headOf(path)
  const envelope = envelopeOf(head)
  if (envelope === (encrypted ? 'age' : 'none')) return
  throw new SeaworthyError(
    'recipients-missing',
    encrypted
      ? 'The file to upload is not encrypted'
      : 'The file to upload is not the compressed backup that was written',
    {
      hint: 'Nothing was uploaded.',
      evidence: [`${path} is ${envelope === 'age' ? 'encrypted' : kindOf(head)}`],
    },
  )
}
