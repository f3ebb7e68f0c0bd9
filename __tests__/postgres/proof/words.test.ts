import { describe, expect, test } from '@jest/globals'
import { noneOf } from '../../../src/postgres/proof/check.ts'
import { checkSizeDrift } from '../../../src/postgres/proof/size-drift.ts'

test('of a thousand offenders twenty are shown', () => {
  const offenders = Array.from({ length: 1000 }, (_, n) => `index ${n}`)
  const { evidence } = noneOf('x', offenders, { good: '', bad: 'offend' })
  expect(evidence).toHaveLength(21)
  expect(evidence?.at(-1)).toBe('and 980 more')
})

describe('size drift', () => {
  test.each([
    [100, [100, 100], '0 % against the median of 2 earlier ones', false],
    [70, [100], '-30 % against the last backup', false],
    [69, [100], '-31 % against the last backup', true],
    [69, [10, 100, 100], '-31 % against the median of 3 earlier ones', true],
    [300, [100], '+200 % against the last backup', false],
    [0, [100], '-100 % against the last backup', true],
  ])('%d after %j: %s', (bytes, earlier, detail, warns) => {
    const { check, warning } = checkSizeDrift(bytes, earlier)
    expect(check).toEqual({ name: 'size drift', verdict: 'passed', detail })
    expect(warning !== undefined).toBe(warns)
  })

  test('without earlier backups nothing is claimed', () => {
    expect(checkSizeDrift(5, [])).toMatchObject({
      check: { verdict: 'skipped' },
      warning: undefined,
    })
  })
})
