import { isAbsolute, relative, resolve } from 'node:path'
import type { BuildFile } from '../../config/read-build.ts'
import type { Checkout } from '../../image/checkout.ts'
import type { Cache, Order } from '../../image/order.ts'
import type { Context } from '../shared/context.ts'
import type { BuildInputs } from './read.ts'

/** Where layers are kept: in the registry, beside the image as Kamal names it, unless told otherwise. */
export const cacheOf = ({ registry, image, builder }: BuildFile, inputs: BuildInputs): Cache => {
  const type = inputs.cache ?? builder.cache?.type ?? 'registry'
  const options = builder.cache?.type === type ? builder.cache.options : undefined
  if (type === 'none') return { type }
  if (type === 'gha') return { type, options }
  const name = builder.cache?.image ?? `${image}-build-cache`
  return { type, options, ref: [registry.server, name].filter((part) => part).join('/') }
}

/** What is to be built: deploy.yml, and the inputs on top of it. */
export const orderOf = (
  file: BuildFile,
  inputs: BuildInputs,
  { run }: Pick<Context, 'run'>,
  { version, commit }: { readonly version: string; readonly commit: string | undefined },
): Order => {
  const { builder } = file
  const wanted = builder.architectures.map((name) => `linux/${name}`)
  return {
    service: file.service,
    repository: file.repository,
    version,
    commit,
    source: `${run.server}/${run.repository}`,
    platforms: inputs.platforms.length > 0 ? inputs.platforms : wanted,
    context: inputs.context ?? builder.context ?? '.',
    dockerfile: inputs.dockerfile ?? builder.dockerfile,
    target: inputs.target ?? builder.target,
    args: { ...builder.args, ...inputs.args },
    secrets: builder.secrets,
    ssh: builder.ssh,
    provenance: builder.provenance,
    sbom: builder.sbom,
    cache: cacheOf(file, inputs),
  }
}

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, resolve(folder, path))
  return !way.startsWith('..') && !isAbsolute(way)
}

/** An address of git or the web, which no checkout vouches for. */
const isRemote = (context: string): boolean => /^([a-z]+:\/\/|git@|github\.com\/)/.test(context)

/** Whether the commit says all about the files that are built. */
export const isClean = (
  { context, dockerfile }: Pick<Order, 'context' | 'dockerfile'>,
  { commit, uncommitted }: Checkout,
  workspace: string,
): boolean =>
  commit !== undefined &&
  uncommitted.length === 0 &&
  !isRemote(context) &&
  isInside(workspace, context) &&
  isInside(workspace, dockerfile)
