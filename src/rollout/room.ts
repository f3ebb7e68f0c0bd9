import { SeaworthyError } from '../base/error.ts'
import type { FleetState, HostState } from '../fleet/state.ts'
import { imageOn } from './steps/prepare.ts'
import type { Rollout } from './target.ts'

/** Versions share layers: of what an image takes on a host, at least so much is taken to be new. */
const newShare = 0.25

const mebibytes = (bytes: number): string => `${String(Math.round(bytes / 1024 ** 2))} MiB`

const lackOn = (rollout: Rollout, state: HostState): string | undefined => {
  const freeKiB = state.files?.freeDiskKiB
  if (freeKiB === undefined || imageOn(state, rollout) !== undefined) return undefined
  const largest = Math.max(0, ...state.images.map(({ bytes }) => bytes))
  const free = freeKiB * 1024
  if (free >= largest * newShare) return undefined
  return `${state.host} has ${mebibytes(free)} free, and an image of ${rollout.config.service} takes ${mebibytes(largest)} there`
}

/**
 * Why the new image is not pulled: a pull that fills the disk would harm whatever else writes there.
 * Undefined where there is room, or nothing to pull, or no image yet to tell by.
 */
export const lackOfRoom = (rollout: Rollout, fleet: FleetState): SeaworthyError | undefined => {
  const states = Object.values(fleet)
  const short = states.filter((state) => lackOn(rollout, state) !== undefined)
  if (short.length === 0) return undefined
  const names = short.map(({ host }) => host).join(', ')
  return new SeaworthyError('disk-full', `the disk of ${names} is nearly full: nothing is pulled`, {
    evidence: short.flatMap((state) => lackOn(rollout, state) ?? []),
    hint: `free space on ${names} ("docker system df" shows what Docker holds), or keep fewer old versions (retain_containers)`,
  })
}
