import { rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'
import { readArchive, type Opened } from '../archive/read.ts'
import { bytesFree } from '../make/disk.ts'
import type { ProofOrder } from './order.ts'

/** So many times the file's size must be free before the raw dump is written beside it. */
const roomForDump = 12

/** What a server takes that holds nothing yet, and its log of changes. */
const emptyServerBytes = 100_000_000

const read = ({ file, identities, folder, signal }: ProofOrder, keepDump: boolean) =>
  readArchive({ file, identities, into: join(folder, 'opened'), keepDump, signal })

/** Kept where it fits; a dump that was compressed a hundredfold is noticed when the disk is full. */
const readKeeping = async (order: ProofOrder): Promise<Opened> => {
  try {
    return await read(order, true)
  } catch (error) {
    if (!(error instanceof SeaworthyError) || error.code !== 'disk-full') throw error
    order.tell('the raw dump does not fit on this disk: reading the file without keeping it')
    return read(order, false)
  }
}

/** Whether the dump is in the way of the copy, for which too little is left on the same disk. */
const isInTheWay = async ({ manifest, dump }: Opened, serverFolder: string): Promise<boolean> => {
  if (dump === undefined) return false
  const place = dirname(serverFolder)
  const [here, there] = await Promise.all([stat(dump), stat(place)])
  if (here.dev !== there.dev) return false
  return (await bytesFree(place)) < manifest.server.bytes + emptyServerBytes
}

/**
 * Reads a file to its very end. Where the disk is short its dump is not kept: it is streamed from the
 * file once more, into a restore with one worker.
 *
 * @param serverFolder where the copy will be made
 * @throws SeaworthyError `backup-damaged`, `identity-unusable`, `disk-full`.
 */
export const openBackup = async (order: ProofOrder, serverFolder: string): Promise<Opened> => {
  const { file, folder } = order
  const keep = (await bytesFree(folder)) > (await stat(file)).size * roomForDump
  const opened = keep ? await readKeeping(order) : await read(order, false)
  if (!(await isInTheWay(opened, serverFolder))) return opened
  order.tell('the raw dump is removed again: the copy needs its place')
  await rm(String(opened.dump))
  return { ...opened, dump: undefined }
}
