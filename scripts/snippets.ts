import { parse } from 'yaml'

/** A workflow out of the documentation. */
export interface Snippet {
  /** `README.md:21`, where it begins. */
  readonly place: string
  readonly workflow: string
}

const fence = /^```yaml\n([^]*?)^```$/gm

/** Steps alone are read inside the smallest sound workflow. */
const around = (steps: string): string =>
  [
    ...['name: Steps', 'on:', '  workflow_dispatch:', 'permissions: {}'],
    ...['concurrency:', '  group: steps', '  cancel-in-progress: false'],
    ...['jobs:', '  job:', '    name: Job', '    runs-on: ubuntu-24.04', '    timeout-minutes: 10'],
    ...['    environment: production', '    steps:'],
    ...steps
      .trimEnd()
      .split('\n')
      .map((line) => `      ${line}`),
    '',
  ].join('\n')

const isSteps = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.some(
    (step) => typeof step === 'object' && step !== null && ('uses' in step || 'run' in step),
  )

const workflowOf = (text: string): string | undefined => {
  const value: unknown = parse(text)
  if (isSteps(value)) return around(text)
  return typeof value === 'object' && value !== null && 'jobs' in value ? text : undefined
}

/** Every workflow, and every list of steps, in the YAML blocks of a Markdown file. */
export const snippetsIn = (file: string, markdown: string): readonly Snippet[] =>
  [...markdown.matchAll(fence)].flatMap(({ 1: text = '', index }) => {
    const workflow = workflowOf(text)
    const line = markdown.slice(0, index).split('\n').length
    return workflow === undefined ? [] : [{ place: `${file}:${line}`, workflow }]
  })
