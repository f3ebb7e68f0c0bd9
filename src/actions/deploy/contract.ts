import { fleetInputNames } from '../shared/inputs.ts'
import { fleetOutputNames } from '../shared/tell.ts'

export const inputNames = [
  ...fleetInputNames,
  'image-digest',
  'bootstrap',
  'upgrade-proxy',
] as const

export const outputNames = fleetOutputNames
