/** Names of the texts beside the dump that a manifest holds digests of. */
export const textNames = ['globals.sql', 'schema.sql'] as const
export type TextName = (typeof textNames)[number]

export const manifestName = 'manifest.json'
export const readmeName = 'README'

/** Size of one `dump/NNNNNN` entry, in bytes; the last is shorter. */
export const chunkSize = 4 * 1024 * 1024

/** Largest text that is read, in bytes: the four entries that are not the dump. */
export const textLimit = 64 * 1024 * 1024

/** `dump/000000`. Beyond a million chunks the number is longer, and no longer sorts by name. */
export const chunkName = (index: number): string => `dump/${String(index).padStart(6, '0')}`

/** First bytes of an age file; the line ends here. */
export const ageMagic = Buffer.from('age-encryption.org/v1\n')

/** First bytes of a zstd frame (RFC 8878, 3.1.1). */
export const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
