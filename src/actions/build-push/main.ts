import { versionOf } from '../../github/version.ts'
import { keepState } from '../../github/state.ts'
import type { BuildFile } from '../../config/read-build.ts'
import { build } from '../../image/build.ts'
import { lookAtCheckout } from '../../image/checkout.ts'
import { makeBuilder, planBuilder, type BuilderPlan } from '../../image/docker/builder.ts'
import { lookAtEngine, type Engine } from '../../image/docker/engine.ts'
import { lookUp, type Lookup } from '../../image/lookup.ts'
import type { Cache, Order, RegistryLogin } from '../../image/order.ts'
import { openRegistry } from '../../image/registry/client.ts'
import { endpointOf } from '../../image/registry/endpoint.ts'
import { leadsHere } from '../../image/registry/plain-http.ts'
import type { Context } from '../shared/context.ts'
import { secretsOf } from '../shared/report/channels.ts'
import { makeWorkplace } from '../shared/workplace.ts'
import { cryptoRandom } from '../shared/world.ts'
import { loadBuildFile, loginOf, warnOfDyingLogin } from './load.ts'
import { isClean, orderOf } from './order.ts'
import type { BuildInputs } from './read.ts'
import { tell, type Result } from './tell.ts'
import { leave, prepareTools, rememberBuilder, type Tools } from './tools.ts'

/** Everything that is known before docker is asked for anything. */
interface Job {
  readonly context: Context
  readonly inputs: BuildInputs
  readonly file: BuildFile
  readonly order: Order
  readonly login: RegistryLogin
  /** Whether the commit says all about the files that are built. */
  readonly clean: boolean
  /** The builder that an earlier step has made. */
  readonly builder: string | undefined
}

const mostNamed = 10

const prepare = async (context: Context, inputs: BuildInputs): Promise<Job> => {
  const { env, run, log } = context
  const file = loadBuildFile(context, inputs)
  const login = loginOf(file, inputs, context)
  warnOfDyingLogin(file, inputs, context)
  const [version, checkout] = await Promise.all([
    versionOf({ input: inputs.version, variable: env['VERSION'], workspace: run.workspace }),
    lookAtCheckout(run.workspace),
  ])
  const { commit, uncommitted } = checkout
  if (uncommitted.length > 0) {
    const names = uncommitted.slice(0, mostNamed).join(', ')
    const more = uncommitted.length > mostNamed ? ` and ${uncommitted.length - mostNamed} more` : ''
    log.warning(`Built is the checkout as it stands, and the commit does not hold ${names}${more}.`)
  }
  const order = orderOf(file, inputs, context, { version, commit })
  const clean = isClean(order, checkout, run.workspace)
  return {
    context,
    inputs,
    file,
    order,
    login,
    clean,
    builder: inputs.builder ?? env['BUILDX_BUILDER'],
  }
}

const known = async (job: Job, engine: Engine): Promise<Lookup> => {
  const { context, order, login } = job
  const { repository } = order
  const { host } = endpointOf(repository)
  const plainHttp = engine.plainRegistries.includes(host) || (await leadsHere(host))
  const registry = openRegistry({ repository, login, plainHttp, signal: context.signal })
  const found = await lookUp(order, registry)
  if (!found.found) context.log.info(`building: ${found.why}`)
  else if (job.inputs.rebuild)
    context.log.info('building: the registry has it, rebuild is asked for')
  return found
}

/** A cache that can't be had is left out: the build is as good without. */
const usableCache = (cache: Cache, plan: BuilderPlan, { env, log }: Context): Cache => {
  if (cache.type !== 'none' && !plan.exportsCache) {
    log.info(
      "no cache: the engine's own builder can't export one without the containerd image store",
    )
    return { type: 'none' }
  }
  if (cache.type !== 'gha' || (env['ACTIONS_RUNTIME_TOKEN'] ?? '') !== '') return cache
  log.warning("No cache: GitHub's cache service is not there for this step.")
  return { type: 'none' }
}

const planFor = ({ builder, file, order }: Job, engine: Engine): BuilderPlan => {
  const { driver, remote, local } = file.builder
  const wish = { name: builder, driver, remote, local, platforms: order.platforms }
  return planBuilder(wish, engine, cryptoRandom.hex(4))
}

const buildWith = async (
  job: Job,
  { docker, env }: Tools,
  engine: Engine,
  plan: BuilderPlan,
  folder: string,
): Promise<Result> => {
  const { context, clean } = job
  const { log, signal } = context
  const order = { ...job.order, cache: usableCache(job.order.cache, plan, context) }
  const event = context.env['GITHUB_EVENT_NAME'] ?? ''
  const attempt = { order, builder: plan.name, architecture: engine.architecture, event }
  log.group(`docker buildx build (builder ${plan.name})`)
  try {
    await makeBuilder(docker, plan)
    const made = await build(order, {
      ...{ docker, builder: plan.name, folder, env, clean, attempt, signal },
      now: Date.now(),
      tell: (line) => log.info(line),
    })
    return { ...made, cached: false }
  } finally {
    log.endGroup()
  }
}

const work = async (job: Job, folder: string, plans: BuilderPlan[]): Promise<Result> => {
  const tools = await prepareTools(job.context, folder, job.login, job.builder !== undefined)
  const engine = await lookAtEngine(tools.docker)
  const found = await known(job, engine)
  if (found.found && !job.inputs.rebuild) return { digest: found.digest, cached: true, checks: [] }
  const plan = planFor(job, engine)
  if (plan.create.length > 0) {
    plans.push(plan)
    rememberBuilder(plan.name)
  }
  return buildWith(job, tools, engine, plan, folder)
}

/**
 * Builds and pushes the version, unless the registry has it already. Nothing is left on the runner.
 * @throws SeaworthyError whatever kept the image from being there.
 */
export const runBuild = async (context: Context, inputs: BuildInputs): Promise<void> => {
  const { password, token, variables, channels } = inputs
  context.secrets.keep([password, token].filter((text) => text !== undefined))
  context.secrets.keep([...Object.values(variables), ...secretsOf(channels)])
  const begun = Date.now()
  const job = await prepare(context, inputs)
  const folder = await makeWorkplace(context.env)
  const plans: BuilderPlan[] = []
  try {
    const result = await work(job, folder, plans)
    await tell(context, job.order, result, Date.now() - begun)
  } finally {
    await leave(context, folder, plans[0]?.name)
    keepState('left', true)
  }
}
