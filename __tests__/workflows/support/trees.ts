import { parse } from 'yaml'
import { ownWorkflows, templates } from '../../../scripts/copy-workflows.ts'

export type Tree = Readonly<Record<string, unknown>>

interface Step {
  readonly uses?: string
  readonly with?: Tree
  readonly run?: string
}

export interface Job {
  readonly uses?: string
  readonly 'timeout-minutes'?: unknown
  readonly permissions?: Tree
  readonly concurrency?: Tree
  readonly environment?: Tree | string
  readonly steps?: readonly Step[]
}

interface Workflow {
  readonly on: Tree
  readonly permissions: unknown
  readonly concurrency?: Tree
  readonly jobs: Readonly<Record<string, Job>>
}

const read = (text: string): Workflow => parse(text) as Workflow
/** Our workflows and templates, read as data. */
export const all = [...ownWorkflows(), ...templates()].map(({ place, name, text }) => ({
  ...{ place, name, text, workflow: read(text) },
}))
export const allByName = new Map(all.map(({ name, workflow }) => [name, workflow]))
/** Those that users call. */
export const callable = all.filter(({ text }) => text.startsWith('# Called by other repositories'))
export const jobs = all.flatMap(({ place, text, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ place, id, job, text })),
)
export const jobOf = (name: string, id: string): Job => {
  const job = all.find((one) => one.name === name)?.workflow.jobs[id]
  if (job === undefined) throw new Error(`${name} has no job ${id}`)
  return job
}
