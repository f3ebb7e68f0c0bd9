import { requireFit } from '../../rollout/preconditions.ts'
import { survey, type Survey } from '../../rollout/survey.ts'
import { findImage } from '../build-push/main.ts'
import { chooseImage } from '../deploy/choose.ts'
import { prepareHosts } from '../deploy/prepare-hosts.ts'
import { tellsLoss } from '../shared/fleet-link.ts'
import type { Chosen, Choosing } from '../shared/main.ts'
import type { Building } from './building.ts'
import type { Shipment } from './check.ts'

/** Stands in a plan for the digest of an image that is not built yet. */
const unknownDigest = `sha256:${'0'.repeat(64)}`

const architectures = ({ job }: Shipment): readonly string[] =>
  job.order.platforms.map((platform) => platform.split('/')[1] ?? '')

/** What the hosts refuse in any case they refuse while the build goes on, not after it. */
const lookMeanwhile = async (shipment: Shipment, choosing: Choosing): Promise<Survey> => {
  const { config, aim, ports } = choosing
  const surveyed = await survey(config, aim, ports)
  const { version } = shipment.job.order
  const wanted = { targets: aim.targets, version, architectures: architectures(shipment) }
  requireFit(wanted, surveyed.fleet)
  return surveyed
}

/** Looks anew; a connection that has died in the waiting is renewed. */
const lookAgain = async ({ config, aim, ports }: Choosing): Promise<Survey> => {
  try {
    return await survey(config, aim, ports)
  } catch (error) {
    ports.signal.throwIfAborted()
    if (!tellsLoss(error)) throw error
    await ports.revive()
    return survey(config, aim, ports)
  }
}

/** The image that is built meanwhile. What the hosts were before a build no longer counts after it. */
export const chooseBuilt = async (
  building: Building,
  shipment: Shipment,
  choosing: Choosing,
): Promise<Chosen> => {
  const said = await prepareHosts(shipment.inputs.deploy, choosing)
  const [{ digest, cached }, first] = await Promise.all([
    building.image,
    lookMeanwhile(shipment, choosing),
  ])
  const surveyed = cached ? first : await lookAgain(choosing)
  const { version } = shipment.job.order
  const choice = await chooseImage({ ...shipment.inputs.deploy, version, digest }, choosing)
  return { choice, surveyed, said }
}

/** The image that is there; where none is, a stand-in for it. */
export const choosePlanned = async (shipment: Shipment, choosing: Choosing): Promise<Chosen> => {
  const { inputs, job } = shipment
  const { version, repository } = job.order
  const said = await prepareHosts(inputs.deploy, choosing)
  const [digest, surveyed] = await Promise.all([
    findImage(job),
    survey(choosing.config, choosing.aim, choosing.ports),
  ])
  if (digest !== undefined) {
    const choice = await chooseImage({ ...inputs.deploy, version, digest }, choosing)
    return { choice, surveyed, said }
  }
  choosing.context.log.notice(
    `${repository}:${version} would be built and pushed. In the plan its digest, not known yet, is ${unknownDigest}.`,
  )
  const choice = { version, digest: unknownDigest, source: 'registry' as const }
  return { choice: { ...choice, architectures: architectures(shipment) }, surveyed, said }
}
