import { duration } from '../../base/time.ts'
import type { Evidence } from './evidence.ts'

/** How long a gate was open, for a headline: the same on every host where its time ran out. */
export const waited = ({ gate, waitedMs }: Evidence): string =>
  duration(Math.min(waitedMs, gate.timeoutMs))
