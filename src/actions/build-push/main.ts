import { localPort } from '../../config/local-registry.ts'
import { keepState } from '../../github/state.ts'
import { build } from '../../image/build.ts'
import { makeBuilder, planBuilder, type BuilderPlan } from '../../image/docker/builder.ts'
import { lookAtEngine, type Engine } from '../../image/docker/engine.ts'
import { startRegistry } from '../../image/docker/local-registry.ts'
import { lookUp } from '../../image/lookup.ts'
import type { Cache } from '../../image/order.ts'
import { openRegistry, type Registry } from '../../image/registry/client.ts'
import { endpointOf } from '../../image/registry/endpoint.ts'
import { leadsHere } from '../../image/registry/plain-http.ts'
import type { Context } from '../shared/context.ts'
import { tellSkipped } from '../shared/hooks/around.ts'
import { checkHooks } from '../shared/hooks/check-hooks.ts'
import { runHookAlone } from '../shared/hooks/run-hook.ts'
import { secretsOf } from '../shared/report/channels.ts'
import { makeWorkplace } from '../shared/workplace.ts'
import { cryptoRandom } from '../shared/world.ts'
import { jobOf, type Job } from './job.ts'
import { loadBuildFile } from './load.ts'
import type { BuildInputs } from './read.ts'
import { tell, type Result } from './tell.ts'
import { leave, prepareTools, rememberBuilder, type Tools } from './tools.ts'

const registryFor = async ({ context, order, login }: Job, engine: Engine): Promise<Registry> => {
  const { repository } = order
  const { host } = endpointOf(repository)
  const plainHttp = engine.plainRegistries.includes(host) || (await leadsHere(host))
  return openRegistry({ repository, login, plainHttp, signal: context.signal })
}

/** The digest of what the registry has already; undefined where it has to be built, and why. */
const known = async (
  { inputs, order }: Job,
  registry: Registry,
): Promise<{ readonly digest: string } | { readonly why: string }> => {
  const found = await lookUp(order, registry)
  if (!found.found) return { why: found.why }
  return inputs.rebuild ? { why: 'the registry has it, rebuild is asked for' } : found
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
  const hostNetwork = localPort(file.registry.server) !== undefined
  const wish = { name: builder, driver, remote, local, platforms: order.platforms, hostNetwork }
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

/** What a step needs of the runner to look up, and to build. */
interface Desk {
  readonly folder: string
  readonly tools: Tools
  readonly engine: Engine
  readonly registry: Registry
  /** The builders that were made. */
  readonly plans: BuilderPlan[]
}

/** Works with a folder and a login of this step alone, and leaves nothing of them. */
const atDesk = async <T>(job: Job, work: (desk: Desk) => Promise<T>): Promise<T> => {
  const { context, login, builder } = job
  const folder = await makeWorkplace(context.env)
  const plans: BuilderPlan[] = []
  try {
    const tools = await prepareTools(context, folder, login, builder !== undefined)
    const engine = await lookAtEngine(tools.docker)
    const registry = await registryFor(job, engine)
    return await work({ folder, tools, engine, registry, plans })
  } finally {
    await leave(context, folder, plans[0]?.name)
    keepState('left', true)
  }
}

const work = async (
  job: Job,
  { folder, tools, engine, registry, plans }: Desk,
): Promise<Result> => {
  const found = await known(job, registry)
  if ('digest' in found) return { digest: found.digest, cached: true, checks: [] }
  job.context.log.info(`building: ${found.why}`)
  await runHookAlone(job.context, job.hooks, { name: 'pre-build', lock: false })
  const plan = planFor(job, engine)
  if (plan.create.length > 0) {
    plans.push(plan)
    rememberBuilder(plan.name)
  }
  return buildWith(job, tools, engine, plan, folder)
}

/** An image that is in the registry. */
export interface Provided extends Pick<Result, 'digest' | 'cached'> {
  readonly registry: Registry
}

/**
 * Builds and pushes the version, unless the registry has it already, and reports. Nothing is left on
 * the runner; `begun` is when the step did.
 * @throws SeaworthyError whatever kept the image from being there.
 */
export const provideImage = (job: Job, begun: number): Promise<Provided> =>
  atDesk(job, async (desk) => {
    const { signal, log } = job.context
    const port = localPort(job.file.registry.server)
    if (port !== undefined && (await startRegistry(desk.tools.docker, port, signal)))
      log.info(`a registry was started at localhost:${port}`)
    const result = await work(job, desk)
    if (!result.cached) job.context.touched.add('registry')
    await tell(job.context, job.order, result, Date.now() - begun)
    return { ...result, registry: desk.registry }
  })

/**
 * The image that would not have to be built; undefined when it would be.
 * @throws SeaworthyError `registry-refused` for a login with which a push would fail.
 */
export const findImage = (job: Job): Promise<string | undefined> =>
  atDesk(job, async ({ registry }) => {
    const found = await known(job, registry)
    return 'digest' in found ? found.digest : undefined
  })

/** Masks the secrets among the inputs, before anything else is done with them. */
export const keepBuildInputs = (context: Context, inputs: BuildInputs): void => {
  const { password, token, secrets, terraform, channels } = inputs
  context.secrets.keep(terraform.sensitive)
  context.secrets.keep([password, token].filter((text) => text !== undefined))
  context.secrets.keep([...Object.values(secrets), ...secretsOf(channels)])
}

/**
 * The main phase of a step that only builds.
 * @throws SeaworthyError whatever kept the image from being there.
 */
export const runBuild = async (context: Context, inputs: BuildInputs): Promise<void> => {
  keepBuildInputs(context, inputs)
  const begun = Date.now()
  const file = loadBuildFile(context, inputs)
  if (inputs.skipHooks) tellSkipped(context)
  checkHooks(context.run.workspace, file.hooks)
  const job = await jobOf(context, inputs, file, 'build')
  await runHookAlone(context, job.hooks, { name: 'pre-connect', lock: false })
  await provideImage(job, begun)
}
