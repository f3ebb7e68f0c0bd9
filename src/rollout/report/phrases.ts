import { duration } from '../../base/time.ts'
import { serviceKey } from '../../config/config.ts'
import type { Wave } from '../plan.ts'
import type { Rollout } from '../target.ts'

/** A limit for people, without needless digits: `30 s`, `12 min`. */
export const span = (ms: number): string =>
  duration(ms)
    .replace(/\.0 s$/, ' s')
    .replace(/ min 0 s$/, ' min')

/** `3 hosts`, `1 step`. */
export const count = (number: number, noun: string): string =>
  `${String(number)} ${noun}${number === 1 ? '' : 's'}`

/** The wave's own title, and the rest that follows it. */
export const waveTitle = ({ title, restMs }: Wave): string =>
  restMs === undefined ? title : `${title}, then wait ${span(restMs)}`

/** `shop v2`, `shop-staging v2`. */
export const release = ({ config, version }: Pick<Rollout, 'config' | 'version'>): string =>
  `${serviceKey(config)} ${version}`

/** `h1`, `3 hosts`. */
export const places = ({ targets }: Pick<Rollout, 'targets'>): string =>
  targets.length === 1 ? (targets[0]?.host ?? '') : count(targets.length, 'host')
