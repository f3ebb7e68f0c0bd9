import type { Config } from '../../config/config.ts'
import type { Aim, Context } from '../shared/context.ts'
import type { FleetLink } from '../shared/fleet-link.ts'
import type { OperateInputs } from './read.ts'

/** What every command on hosts works with. */
export interface Operation {
  readonly context: Context
  readonly inputs: OperateInputs
  readonly config: Config
  readonly aim: Aim
  readonly fleet: FleetLink
}
