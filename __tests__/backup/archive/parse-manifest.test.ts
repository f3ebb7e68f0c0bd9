import { describe, expect, test } from '@jest/globals'
import { parseManifest, parseManifestText } from '../../../src/backup/parse-manifest.ts'
import { manifestOf } from './support.ts'

const digest = 'a'.repeat(64)
const whole = manifestOf({
  dump: { bytes: 1, sha256: digest, chunks: 1 },
  texts: { 'globals.sql': digest, 'schema.sql': digest },
})

test('a manifest comes back as it was written', () => {
  expect(parseManifestText(JSON.stringify(whole))).toEqual(whole)
  expect(parseManifest({ ...whole, later: 1 })).toEqual(whole)
})

describe('what is wrong is told with its path', () => {
  test.each<[unknown, string]>([
    [null, 'the whole should be an object, and is null'],
    [[], 'the whole should be an object, and is a list'],
    [{}, 'format should be a whole number, and is missing'],
    [{ ...whole, format: '1' }, 'format should be a whole number, and is a string'],
    [{ ...whole, format: 0 }, 'format should be 1, and is a number'],
    [{ ...whole, format: 2, tool: 1 }, 'made by a newer Seaworthy (format 2; this one reads 1)'],
    [{ ...whole, takenAt: 'yesterday' }, 'takenAt should be a time'],
    [{ ...whole, recipients: [1] }, 'recipients[0] should be a string, and is a number'],
    [{ ...whole, dump: { ...whole.dump, bytes: -1 } }, 'dump.bytes should be a whole number'],
    [{ ...whole, dump: { ...whole.dump, sha256: 'A' } }, 'dump.sha256 should be a SHA-256'],
    [{ ...whole, texts: {} }, 'texts.globals.sql should be a string, and is missing'],
    [
      { ...whole, server: { ...whole.server, localeProvider: 'x' } },
      'server.localeProvider should be libc or icu',
    ],
    [
      { ...whole, server: { ...whole.server, standby: 1 } },
      'server.standby should be true or false',
    ],
    [
      {
        ...whole,
        fingerprint: {
          ...whole.fingerprint,
          tables: [{ ...whole.fingerprint.tables[0], rows: 2 }],
        },
      },
      'fingerprint.tables[0].rows should be a string, and is a number',
    ],
    [
      {
        ...whole,
        fingerprint: { ...whole.fingerprint, largeObjects: { count: '1.5', checksum: '0' } },
      },
      'fingerprint.largeObjects.count should be digits in quotes',
    ],
  ])('%#', (value, words) => {
    expect(() => parseManifest(value)).toThrow(words)
  })
})
