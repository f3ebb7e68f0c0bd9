import type { Reading } from '../../github/inputs.ts'
import { requireFit } from '../../rollout/preconditions.ts'
import type { Result } from '../../rollout/result.ts'
import { findImage } from '../build-push/main.ts'
import { chooseImage } from '../deploy/choose.ts'
import type { Context } from '../shared/context.ts'
import { rollOut, runMain, type Choice, type Choosing } from '../shared/main.ts'
import { beginBuild, type Building } from './building.ts'
import { checkAll, checkTested, type Shipment } from './check.ts'
import { moveLatest } from './latest.ts'
import type { ShipInputs } from './read.ts'

/** Stands in a plan for the digest of an image that is not built yet. */
const unknownDigest = `sha256:${'0'.repeat(64)}`

const architectures = ({ job }: Shipment): readonly string[] =>
  job.order.platforms.map((platform) => platform.split('/')[1] ?? '')

/** What the hosts refuse in any case they refuse while the build goes on, not after it. */
const requireFitMeanwhile = async (shipment: Shipment, choosing: Choosing): Promise<void> => {
  const { targets } = choosing.aim
  const { version } = shipment.job.order
  const { fleet } = await choosing.looking
  requireFit({ targets, version, architectures: architectures(shipment) }, fleet)
}

const chooseBuilt = async (
  building: Building,
  shipment: Shipment,
  choosing: Choosing,
): Promise<Choice> => {
  const [{ digest, cached }] = await Promise.all([
    building.image,
    requireFitMeanwhile(shipment, choosing),
  ])
  const { version } = shipment.job.order
  const choice = await chooseImage({ ...shipment.inputs.deploy, version, digest }, choosing)
  return { ...choice, late: !cached }
}

/** Builds and deploys; whatever ends the one, ends the other. */
const buildAndDeploy = async (
  context: Context,
  shipment: Shipment,
  begun: number,
): Promise<Result> => {
  const { inputs, settings, job } = shipment
  const building = beginBuild(job, begun)
  try {
    const choose = (choosing: Choosing) => chooseBuilt(building, shipment, choosing)
    const result = await rollOut(context, inputs.deploy, settings, choose, begun)
    await moveLatest(context, inputs.deploy, result, await building.image)
    return result
  } catch (error) {
    await building.stop(error)
    throw error
  }
}

/** Plans with the image that is there; where none is, with a stand-in for it. */
const plan = (context: Context, shipment: Shipment, begun: number): Promise<Result> => {
  const { inputs, settings, job } = shipment
  const { version, repository } = job.order
  const choose = async (choosing: Choosing): Promise<Choice> => {
    const digest = await findImage(job)
    if (digest !== undefined) return chooseImage({ ...inputs.deploy, version, digest }, choosing)
    context.log.notice(
      `${repository}:${version} would be built and pushed. In the plan its digest, not known yet, is ${unknownDigest}.`,
    )
    return {
      ...{ version, digest: unknownDigest, source: 'registry' },
      architectures: architectures(shipment),
    }
  }
  return rollOut(context, inputs.deploy, settings, choose, begun)
}

/**
 * The main phase: checks everything that the settings tell, builds while it connects and looks, deploys
 * by digest, and moves `latest`. With `image-digest` there is nothing to build: it only deploys.
 * @throws SeaworthyError whatever kept it from ending well; what it owes is in the state for `post`.
 */
export const runShip = async (context: Context, reading: Reading<ShipInputs>): Promise<Result> => {
  const begun = Date.now()
  const { deploy } = reading.inputs
  if (reading.error === undefined && deploy.digest !== undefined) {
    await checkTested(context)
    return runMain(context, deploy, (choosing) => chooseImage(deploy, choosing))
  }
  const shipment = await checkAll(context, reading)
  return deploy.dryRun ? plan(context, shipment, begun) : buildAndDeploy(context, shipment, begun)
}
