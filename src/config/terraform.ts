import { isRecord, parsed } from '../base/unknown.ts'

/** Terraform's outputs as variables, or all that is wrong with them; a value never stands in a mistake. */
export type TerraformOutputs =
  | {
      readonly ok: true
      readonly variables: Readonly<Record<string, string>>
      /** Every text of an output that Terraform calls sensitive. */
      readonly sensitive: readonly string[]
    }
  | { readonly ok: false; readonly mistakes: readonly string[] }

interface Output {
  readonly name: string
  readonly value: unknown
  readonly sensitive: boolean
}

/** Lists of plain values are joined by commas, as deploy.yml takes hosts and paths. */
const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.map(String).join(',')
  return JSON.stringify(value)
}

/** What has to be masked of a value: itself, and every text within it. */
const textsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return [textOf(value), ...value.flatMap(textsIn)]
  if (isRecord(value)) return [textOf(value), ...Object.values(value).flatMap(textsIn)]
  return typeof value === 'boolean' ? [] : [textOf(value)]
}

/** `web_ips` is `TF_WEB_IPS`. */
export const variableOf = (output: string): string =>
  `TF_${output.replaceAll('-', '_').toUpperCase()}`

// Anything shorter would mask half of the log.
const shortestMasked = 2

const outputsOf = (json: Readonly<Record<string, unknown>>) => {
  const outputs: Output[] = []
  const mistakes: string[] = []
  for (const [name, output] of Object.entries(json)) {
    if (!/^[A-Za-z_][\w-]*$/.test(name)) mistakes.push('has a name that no output can have')
    else if (!isRecord(output) || !('value' in output))
      mistakes.push(`has no value for ${name}: give what \`terraform output -json\` prints, whole`)
    else outputs.push({ name, value: output['value'], sensitive: output['sensitive'] === true })
  }
  return { outputs, mistakes }
}

const clashes = (outputs: readonly Output[]): readonly string[] =>
  Object.entries(Object.groupBy(outputs, ({ name }) => variableOf(name))).flatMap(
    ([variable, all = []]) => {
      const names = all.map(({ name }) => name).join(' and ')
      return all.length > 1 ? [`has ${names}, and both would be ${variable}`] : []
    },
  )

const wrapped = '[command]'
const noJson = (text: string): string =>
  text.startsWith(wrapped)
    ? 'begins with a line of the wrapper of setup-terraform: set its `terraform_wrapper: false`'
    : 'is no JSON of `terraform output -json`'

/**
 * Reads the JSON that `terraform output -json` prints (OpenTofu's is the same): each output becomes a
 * variable, numbers and booleans as text, lists joined by commas, anything deeper as JSON.
 */
export const parseTerraformOutputs = (given: string): TerraformOutputs => {
  const text = given.replace(/^\uFEFF/, '').trim()
  const json = parsed(text)
  if (!isRecord(json)) return { ok: false, mistakes: [noJson(text)] }
  const { outputs, mistakes } = outputsOf(json)
  const wrong = [...new Set([...mistakes, ...clashes(outputs)])]
  if (outputs.length === 0 && wrong.length === 0) wrong.push('has no outputs')
  if (wrong.length > 0) return { ok: false, mistakes: wrong }
  const secret = outputs.filter(({ sensitive }) => sensitive).flatMap(({ value }) => textsIn(value))
  return {
    ok: true,
    variables: Object.fromEntries(
      outputs.map(({ name, value }) => [variableOf(name), textOf(value)]),
    ),
    sensitive: [...new Set(secret)].filter((one) => one.trim().length >= shortestMasked),
  }
}
