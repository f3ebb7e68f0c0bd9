import { describe, expect, test } from '@jest/globals'
import { isSameBuild, labelsFor, settingsDigest } from '../../src/image/labels.ts'
import type { Order } from '../../src/image/order.ts'
import { plainOrder } from './orders.ts'

const now = Date.UTC(2026, 5, 1, 12, 0, 0)
const labels = labelsFor(plainOrder, { now, clean: true })

test('labels name service, source, commit, version and time', () => {
  expect(labels).toEqual({
    service: 'shop',
    'org.opencontainers.image.source': 'https://github.com/acme/shop',
    'org.opencontainers.image.version': 'v1',
    'org.opencontainers.image.created': '2026-06-01T12:00:00Z',
    'org.opencontainers.image.revision': 'a'.repeat(40),
    'seaworthy.build': settingsDigest(plainOrder),
  })
})

describe('an image is taken for what would be built', () => {
  test('when commit and settings are the same, whenever and under whatever version', () => {
    expect(isSameBuild({ ...plainOrder, version: 'v2' }, labels)).toBe(true)
    expect(isSameBuild({ ...plainOrder, cache: { type: 'gha', options: 'x' } }, labels)).toBe(true)
  })

  test.each<Partial<Order>>([
    { commit: 'b'.repeat(40) },
    { commit: undefined },
    { service: 'other' },
    { platforms: ['linux/amd64', 'linux/arm64'] },
    { context: 'app' },
    { dockerfile: 'Other' },
    { target: 'x' },
    { args: { A: '1' } },
    { args: { A: null } },
    { secrets: { A: '' } },
    { ssh: 'default' },
    { provenance: 'false' },
    { sbom: 'true' },
  ])('but not with %j', (change) => {
    expect(isSameBuild({ ...plainOrder, ...change }, labels)).toBe(false)
  })

  test('but not when it was made of files that no commit holds', () => {
    const dirty = labelsFor(plainOrder, { now, clean: false })
    expect(dirty).not.toHaveProperty('seaworthy.build')
    expect(isSameBuild(plainOrder, dirty)).toBe(false)
  })

  test('and not when it says nothing at all', () => {
    expect(isSameBuild(plainOrder, {})).toBe(false)
    expect(isSameBuild({ ...plainOrder, commit: undefined }, {})).toBe(false)
  })
})

test('the digest knows no order, and of a secret only the name', () => {
  const one = settingsDigest({
    ...plainOrder,
    args: { A: '1', B: '2' },
    secrets: { S: 'x', T: 'y' },
  })
  const other = settingsDigest({
    ...plainOrder,
    args: { B: '2', A: '1' },
    secrets: { T: '', S: 'z' },
  })
  expect(one).toBe(other)
})
