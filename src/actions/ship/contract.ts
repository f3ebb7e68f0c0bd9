import * as buildPush from '../build-push/contract.ts'
import * as deploy from '../deploy/contract.ts'

const united = <One extends string, Other extends string>(
  one: readonly One[],
  other: readonly Other[],
): readonly (One | Other)[] => [...new Set([...one, ...other])]

/** It checks all that a deploy needs in any case. */
export const inputNames = united(deploy.inputNames, buildPush.stageInputNames)

export const outputNames = united(deploy.outputNames, buildPush.outputNames)
