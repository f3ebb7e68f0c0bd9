import type { Manifest } from '../manifest.ts'
import { rowsOf } from '../prove/checks-of.ts'

/** The manifest for a step's output, which many may read: no name of a table, and no checksum. */
export const publicManifest = (manifest: Manifest): unknown => {
  const { format, takenAt, server, client, walPosition, dump, texts, recipients } = manifest
  const { tables, leftOut, sequences, largeObjects, extensions } = manifest.fingerprint
  return {
    ...{ format, takenAt, server, client, walPosition, dump, texts, recipients, extensions },
    tables: tables.length,
    rows: rowsOf(tables),
    leftOut: leftOut.length,
    sequences: sequences.length,
    largeObjects: largeObjects.count,
  }
}
