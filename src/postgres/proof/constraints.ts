import type { Fingerprint } from '../facts.ts'
import { noneOf, type Check } from './check.ts'

type NotValid = Pick<Fingerprint, 'notValidConstraints'>

/** Claim: every constraint that held for all rows of the source is validated in the copy. */
export const checkConstraints = (source: NotValid, copy: NotValid): Check => {
  const allowed = new Set(source.notValidConstraints)
  return noneOf(
    'constraints validated',
    copy.notValidConstraints.filter((name) => !allowed.has(name)),
    {
      good:
        allowed.size === 0
          ? 'every constraint is validated'
          : `every constraint is validated, but the ${allowed.size} that the source had as NOT VALID`,
      bad: 'constraints are not validated',
    },
  )
}
