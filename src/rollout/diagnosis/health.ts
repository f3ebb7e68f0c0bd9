import { duration } from '../../base/time.ts'
import type { Family } from './evidence.ts'
import { inLine } from './text.ts'
import { waited } from './waited.ts'

/** A container without requests whose image has a health check of Docker's own. */
export const unhealthy: Family = (evidence) => {
  const { detail, gate } = evidence
  if (gate.kind !== 'container' || detail?.health === undefined) return undefined
  if (!['unhealthy', 'starting'].includes(detail.health)) return undefined
  const output = inLine(detail.healthLog ?? '')
  const said = output === '' ? '' : `: ${output}`
  const failed = detail.health === 'unhealthy'
  return {
    cause: 'unhealthy',
    what: failed
      ? `is unhealthy by its own health check${said}`
      : `is still starting by its own health check after ${waited(evidence)}${said}`,
    remedy: failed
      ? 'repair what the health check of the image (HEALTHCHECK) asks for'
      : `let it start faster, or raise x-seaworthy/gates/stage/timeout (now ${duration(gate.timeoutMs)})`,
  }
}
