import * as buildPush from '../build-push/contract.ts'
import * as deploy from '../deploy/contract.ts'

const united = <One extends string, Other extends string>(
  one: readonly One[],
  other: readonly Other[],
): readonly (One | Other)[] => [...new Set([...one, ...other])]

export const inputNames = united(deploy.inputNames, buildPush.inputNames)

export const outputNames = united(deploy.outputNames, buildPush.outputNames)
