import { describe, expect, test } from '@jest/globals'
import { capFault, faultOf, warningsOf } from '../../../src/github/artifact/judge.ts'
import { daysBetween, storageOf, storageText } from '../../../src/github/artifact/retention.ts'

const sha256 = 'ab'.repeat(32)
const asked = { name: 'a.tar.zst.age', bytes: 10, sha256, retentionDays: 90 }
const stored = {
  id: 1,
  name: 'a.tar.zst.age',
  bytes: 10,
  sha256,
  expiresAt: '2027-02-18T02:00:00Z',
  daysKept: 90,
}
const strict = true
const lenient = false

describe('what was read back', () => {
  test('is right when name, size, digest and days are those asked for', () => {
    expect(faultOf(strict, asked, stored)).toBeUndefined()
  })

  test.each([
    ['name', { name: 'b' }, 'name: asked a.tar.zst.age, found b'],
    ['size', { bytes: 9 }, 'size: asked 10 bytes, found 9 bytes'],
    ['digest', { sha256: 'cd' }, `digest: asked sha256:${sha256}, found sha256:cd`],
    [
      'missing digest',
      { sha256: undefined },
      `digest: asked sha256:${sha256}, found sha256:(none)`,
    ],
  ])('is wrong in its %s', (_, differs, line) => {
    for (const strictness of [strict, lenient]) {
      expect(faultOf(strictness, asked, { ...stored, ...differs })?.evidence).toEqual([line])
    }
  })

  test.each([
    [30, 'kept: asked 90 days, found 30 days'],
    [400, 'kept: asked 90 days, found 400 days'],
    [undefined, 'only its REST API tells when an artifact expires'],
  ])('is wrong when the user gave 90 days and it is kept for %s', (daysKept, line) => {
    expect(faultOf(strict, asked, { ...stored, daysKept })?.evidence).toEqual([line])
    expect(faultOf(lenient, asked, { ...stored, daysKept })).toBeUndefined()
  })

  test('passes with a warning when there was no token to ask for days with', () => {
    const unread = { ...stored, expiresAt: undefined, daysKept: undefined }
    expect(faultOf(lenient, asked, unread)).toBeUndefined()
    expect(warningsOf(asked, unread, storageOf(10, 90))).toEqual([
      'GitHub did not tell when the backup expires: a token for its REST API is needed.',
    ])
  })
})

test('a default that was capped is a warning with the arithmetic', () => {
  const storage = storageOf(170e6, 30)
  expect(warningsOf(asked, { ...stored, daysKept: 30 }, storage)).toEqual([
    'GitHub keeps the backup for 30 days, not 90: a setting of the repository or its owner. ' +
      '170.0 MB x 30 days = 5.1 GB for a backup every night; a plan includes for private ' +
      'repositories: Free 0.5 GB, Pro 1 GB, Team 2 GB, Enterprise 50 GB.',
  ])
  expect(warningsOf(asked, stored, storage)).toEqual([])
})

test.each([
  ['30', true],
  ['89', true],
  ['90', false],
  ['', false],
  [undefined, false],
])('a cap of %s days is known before the upload', (cap, isFault) => {
  expect(capFault(90, cap) !== undefined).toBe(isFault)
})

describe('storage', () => {
  test.each([
    [5e6, 90, 0.45, []],
    [10e6, 90, 0.9, ['Free']],
    [170e6, 90, 15.3, ['Free', 'Pro', 'Team']],
    [5e9, 90, 450, ['Free', 'Pro', 'Team', 'Enterprise']],
  ])('%d bytes for %d days are %d GB', (bytes, days, gigabytes, tooSmall) => {
    const storage = storageOf(bytes, days)
    expect(storage.steadyGigabytes).toBeCloseTo(gigabytes)
    expect(storage.tooSmall).toEqual(tooSmall)
  })

  test('is told in units one can read', () => {
    expect(storageText(storageOf(5e6, 90))).toMatch(/^5\.0 MB x 90 days = 450\.0 MB for /)
    expect(storageText(storageOf(5e9, 90))).toMatch(/^5\.0 GB x 90 days = 450\.0 GB for /)
  })
})

test.each([
  ['2026-11-20T02:00:00Z', '2027-02-18T02:00:00Z', 90],
  ['2026-11-20T02:00:03Z', '2027-02-18T01:00:00Z', 90],
  ['2026-11-20T02:00:00Z', '2026-11-21T02:00:00Z', 1],
])('from %s to %s', (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days)
})
