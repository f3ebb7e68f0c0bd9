import type { Pack } from 'tar-stream'
import type { Entry } from './entries.ts'

/** Adds one entry; settles when the tar has taken its last byte, or is destroyed. */
const add = (tar: Pack, { name, content }: Entry): Promise<void> =>
  new Promise((resolve, reject) => {
    const header = { name, size: content.length, mode: 0o600, mtime: new Date(0) }
    const sink = tar.entry(header, (error) => {
      if (error instanceof Object) reject(error)
      else resolve()
    })
    // The callback tells of it; without a listener it would end the process.
    sink.on('error', () => undefined)
    // An empty text has nothing to write, and its size says so.
    if (content.length > 0) sink.write(content)
    sink.end(undefined)
  })

/**
 * Puts all entries into a tar, and its end. The next entry is gathered while one is written, so
 * that who makes the dump does not wait for who compresses it.
 */
export const packAll = async (tar: Pack, entries: AsyncIterable<Entry>): Promise<void> => {
  let written = Promise.resolve()
  for await (const entry of entries) {
    await written
    written = add(tar, entry)
    // Awaited above or below; until then its failure must not count as unhandled.
    written.catch(() => undefined)
  }
  await written
  tar.finalize()
}
