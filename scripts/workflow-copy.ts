import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml'

/** What a copy may refer to. */
export interface Siblings {
  /** Names of our actions; `seaworthy` is the one at the root. */
  readonly actions: readonly string[]
  /** Files of our reusable workflows, such as `backup.yml`. */
  readonly workflows: readonly string[]
}

/** Where the copy has our actions, beside the `.github` of who calls them. */
export const actionsFolder = '.seaworthy'
/** How documentation and templates name this repository. */
const published = 'OWNER/seaworthy'

/** The only keys that are looked through; a newer one may mean what the tools can't know. */
const knownKeys = {
  workflow: ['name', 'run-name', 'on', 'permissions', 'concurrency', 'env', 'defaults', 'jobs'],
  job: [
    ...['name', 'needs', 'if', 'runs-on', 'timeout-minutes', 'permissions', 'environment'],
    ...['concurrency', 'outputs', 'env', 'steps', 'uses', 'with', 'secrets', 'strategy'],
  ],
  step: [
    ...['id', 'name', 'if', 'uses', 'with', 'env', 'run', 'shell', 'working-directory'],
    ...['timeout-minutes', 'continue-on-error'],
  ],
  concurrency: ['group', 'cancel-in-progress', 'queue'],
  environment: ['name', 'url', 'deployment'],
} as const

class CopyError extends Error {}

const refuse = (what: string): never => {
  throw new CopyError(what)
}

const requireKnown = (map: YAMLMap, kind: keyof typeof knownKeys): void => {
  const known: readonly string[] = knownKeys[kind]
  for (const { key } of map.items) {
    const name = isScalar(key) ? String(key.value) : '?'
    if (!known.includes(name)) refuse(`${name} in a ${kind}: the copy does not know it`)
  }
}

const action = (name: string, { actions }: Siblings): string =>
  actions.includes(name)
    ? `./${actionsFolder}/${name === 'seaworthy' ? '' : name}`.replace(/\/$/, '')
    : refuse(`there is no action ${name}`)

const workflow = (file: string, { workflows }: Siblings): string =>
  workflows.includes(file) ? `./.github/workflows/${file}` : refuse(`there is no workflow ${file}`)

/** The path below our root that `uses` names, as `$/path` or `OWNER/seaworthy/path@v1`. */
const ownPath = (uses: string): string | undefined => {
  if (uses.startsWith('$/')) return uses.slice(2)
  const [, path, ref] = new RegExp(`^${published}(?:/([^@]*))?@(.+)$`).exec(uses) ?? []
  if (ref === undefined) return undefined
  return ref === 'v1' ? (path ?? 'seaworthy') : refuse(`${uses} is not at v1`)
}

/** What stands in the place of `uses`. */
const copiedUses = (uses: string, siblings: Siblings): string => {
  const own = ownPath(uses)
  if (own?.startsWith('.github/workflows/')) return workflow(own.slice(18), siblings)
  if (own !== undefined) return action(own, siblings)
  if (/^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses)) return uses
  if (uses === './.github/actions/seaworthy-setup') return uses
  return refuse(`uses: ${uses} is neither ours nor pinned to a commit`)
}

const checkConcurrency = (map: YAMLMap): void => {
  requireKnown(map, 'concurrency')
  const queue: unknown = map.get('queue')
  if (queue !== undefined && queue !== 'max') refuse(`queue: ${JSON.stringify(queue)} is not known`)
  map.delete('queue')
}

const checkEnvironment = (map: YAMLMap): void => {
  requireKnown(map, 'environment')
  map.delete('deployment')
}

const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '')

const eachMap = (node: unknown, kind: 'job' | 'step'): readonly YAMLMap[] => {
  const values = isMap(node) ? node.items.map(({ value }) => value) : isSeq(node) ? node.items : []
  const maps = values.filter(isMap)
  for (const map of maps) requireKnown(map, kind)
  return maps
}

const isCheckout = (step: YAMLMap): boolean =>
  String(step.get('uses', true)).startsWith('actions/checkout@')

/**
 * act finds actions beside the workflow only after a checkout, which it answers by a copy of the folder
 * it stands in; one of another commit it would fetch.
 */
const checkOutHere = (job: YAMLMap, document: Document): void => {
  const steps = job.get('steps')
  if (!isSeq(steps)) return
  const checkouts = steps.items.filter(isMap).filter(isCheckout)
  for (const step of checkouts) step.delete('with')
  if (checkouts.length === 0)
    steps.items.unshift(document.createNode({ uses: `actions/checkout@${'0'.repeat(40)}` }))
}

const replace = (pair: Pair, siblings: Siblings): void => {
  const { value } = pair
  if (keyOf(pair) === 'uses' && isScalar(value))
    value.value = copiedUses(String(value.value), siblings)
  if (keyOf(pair) === 'concurrency' && isMap(value)) checkConcurrency(value)
  if (keyOf(pair) === 'environment' && isMap(value)) checkEnvironment(value)
}

export interface CopyOptions {
  /** For act, which is to run it. */
  readonly run?: boolean
}

/**
 * A workflow of ours as tools can read it that know neither `uses: $/x`, nor `queue: max`, nor
 * `environment.deployment`: our own actions lie in {@link actionsFolder}, the two keys are left out.
 * @throws Error for whatever it does not know, with the file's name.
 */
export const copyForTools = (
  file: string,
  source: string,
  siblings: Siblings,
  { run = false }: CopyOptions = {},
): string => {
  const document = parseDocument(source)
  try {
    for (const { message } of [...document.errors, ...document.warnings]) refuse(message)
    const { contents } = document
    if (!isMap(contents)) return refuse('it is no workflow')
    requireKnown(contents, 'workflow')
    for (const job of eachMap(contents.get('jobs'), 'job')) {
      eachMap(job.get('steps'), 'step')
      if (run) checkOutHere(job, document)
      visit(job, {
        Pair: (_, pair) => {
          if (isPair(pair)) replace(pair, siblings)
        },
      })
    }
    const concurrency = contents.get('concurrency')
    if (isMap(concurrency)) checkConcurrency(concurrency)
    return document.toString({ lineWidth: 0 })
  } catch (error) {
    throw error instanceof CopyError ? new Error(`${file}: ${error.message}`) : error
  }
}
