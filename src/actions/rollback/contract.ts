import { fleetInputNames } from '../shared/inputs.ts'
import { fleetOutputNames } from '../shared/tell.ts'

export const inputNames = fleetInputNames

export const outputNames = fleetOutputNames
