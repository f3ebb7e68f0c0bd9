import type { Reading } from '../../github/inputs.ts'
import type { Result } from '../../rollout/result.ts'
import { chooseAndLook } from '../deploy/choose.ts'
import type { Context } from '../shared/context.ts'
import { beforeConnecting } from '../shared/hooks/around.ts'
import { rollOut, runMain, type Choosing } from '../shared/main.ts'
import { beginBuild } from './building.ts'
import { checkAll, checkTested, type Shipment } from './check.ts'
import { chooseBuilt, choosePlanned } from './choose.ts'
import { moveLatest } from './latest.ts'
import type { ShipInputs } from './read.ts'

/** Builds and deploys; whatever ends the one, ends the other. */
const buildAndDeploy = async (
  context: Context,
  shipment: Shipment,
  begun: number,
): Promise<Result | undefined> => {
  const { inputs, settings, job } = shipment
  const building = beginBuild(job, begun)
  try {
    const choose = (choosing: Choosing) => chooseBuilt(building, shipment, choosing)
    const result = await rollOut(context, inputs.deploy, settings, choose, {
      begun,
      command: 'deploy',
    })
    if (result !== undefined) await moveLatest(context, inputs.deploy, result, await building.image)
    return result
  } catch (error) {
    await building.stop(error)
    throw error
  }
}

/** Plans with the image that is there; where none is, with a stand-in for it. */
const plan = (context: Context, shipment: Shipment, begun: number): Promise<Result | undefined> => {
  const { inputs, settings } = shipment
  const choose = (choosing: Choosing) => choosePlanned(shipment, choosing)
  return rollOut(context, inputs.deploy, settings, choose, { begun, command: 'deploy' })
}

/**
 * The main phase: checks everything that the settings tell, builds while it connects and looks, deploys
 * by digest, and moves `latest`. With `image-digest` there is nothing to build: it only deploys. Where
 * there are accessories only, nobody would run an image, and none is built.
 * @throws SeaworthyError whatever kept it from ending well; what it owes is in the state for `post`.
 */
export const runShip = async (
  context: Context,
  reading: Reading<ShipInputs>,
): Promise<Result | undefined> => {
  const begun = Date.now()
  const { deploy } = reading.inputs
  if (reading.error === undefined && deploy.digest !== undefined) {
    await checkTested(context)
    return runMain(context, deploy, (choosing) => chooseAndLook(deploy, choosing), 'deploy')
  }
  const shipment = await checkAll(context, reading)
  await beforeConnecting({ context, ...shipment.settings, command: 'deploy' }, deploy)
  if (shipment.settings.aim.targets.length === 0)
    return rollOut(context, deploy, shipment.settings, (one) => chooseAndLook(deploy, one), {
      ...{ begun, command: 'deploy' },
    })
  return deploy.dryRun ? plan(context, shipment, begun) : buildAndDeploy(context, shipment, begun)
}
