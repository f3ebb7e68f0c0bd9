import { Buffer } from 'node:buffer'
import type { ConfigSource } from './read.ts'

/** A file of the checkout as it is, or undefined when there is none. */
export const bytesIn = (
  { read, readBytes }: Pick<ConfigSource, 'read' | 'readBytes'>,
  path: string,
): Buffer | undefined => {
  if (readBytes !== undefined) return readBytes(path)
  const text = read(path)
  return text === undefined ? undefined : Buffer.from(text)
}
