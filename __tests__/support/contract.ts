import { bundlesOf, type ActionFile, type Field } from '../../scripts/actions.ts'

/** What `src/actions/NAME/contract.ts` exports. */
export interface Contract {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
}

const compared = (
  kind: 'input' | 'output',
  fields: readonly Field[],
  names: readonly string[],
): readonly string[] => {
  const declared = fields.map(({ name }) => name)
  const isDouble = (name: string, at: number) => names.indexOf(name) !== at
  return [
    ...names.filter((name) => !declared.includes(name)).map((n) => `${kind} ${n} is not declared`),
    ...declared.filter((name) => !names.includes(name)).map((n) => `${kind} ${n} is not used`),
    ...names.filter(isDouble).map((n) => `${kind} ${n} is listed twice`),
    ...fields
      .filter(({ description }) => description === '')
      .map(({ name }) => `${kind} ${name} has no description`),
    ...declared
      .filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
      .map((name) => `${kind} ${name} is not in kebab-case`),
  ]
}

/**
 * Where an action.yml and the code behind it disagree. `contract` is undefined for an action without
 * code of its own; `exists` answers for a path from the root.
 */
export const contractFaults = (
  action: ActionFile,
  contract: Contract | undefined,
  exists: (path: string) => boolean,
): readonly string[] => [
  ...(action.description === '' ? ['it has no description'] : []),
  ...(['node24', 'composite'].includes(action.using) ? [] : [`it uses "${action.using}"`]),
  ...(action.using === 'node24' && action.runs.length === 0 ? ['it has no main'] : []),
  ...(bundlesOf([action]).length > 1 ? ['main and post are not one bundle'] : []),
  ...action.runs.filter((path) => !exists(path)).map((path) => `${path} does not exist`),
  ...compared(
    'input',
    action.inputs,
    contract?.inputNames ?? action.inputs.map(({ name }) => name),
  ),
  ...compared(
    'output',
    action.outputs,
    contract?.outputNames ?? action.outputs.map(({ name }) => name),
  ),
]

/** Where the headings of docs/errors.md and the error codes disagree. */
export const errorDocFaults = (markdown: string, codes: readonly string[]): readonly string[] => {
  const headings = [...markdown.matchAll(/^#{2,3} `?([a-z-]+)`?$/gm)].map(([, name = '']) => name)
  return [
    ...codes.filter((code) => !headings.includes(code)).map((code) => `${code} has no heading`),
    ...headings.filter((name) => !codes.includes(name)).map((name) => `${name} is no error code`),
  ]
}
