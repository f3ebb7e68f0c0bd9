import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseTerraformOutputs } from '../../config/terraform.ts'
import type { Inputs } from '../../github/inputs.ts'

/** Variables for ERB and secrets files, from Terraform. */
export interface Terraform {
  readonly variables: Readonly<Record<string, string>>
  /** To be masked before anything else is done. */
  readonly sensitive: readonly string[]
}

export const noTerraform: Terraform = { variables: {}, sensitive: [] }

/** The JSON itself, or undefined where the file that is named is not there. */
const textOf = (given: string): string | undefined => {
  if (/^[[{]/.test(given.trimStart())) return given
  const path = resolve(process.env['GITHUB_WORKSPACE'] ?? '.', given.trim())
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true
  return isFile ? readFileSync(path, 'utf8') : undefined
}

/** Reads the input: the JSON of `terraform output -json`, or a file of the checkout with it. */
export const readTerraform = (inputs: Inputs<'terraform-outputs'>): Terraform => {
  const given = inputs.exactText('terraform-outputs')
  if (given === undefined) return noTerraform
  const text = textOf(given)
  if (text === undefined) {
    inputs.refuse('terraform-outputs', 'names a file that is not there, and is no JSON')
    return noTerraform
  }
  const parsed = parseTerraformOutputs(text)
  if (parsed.ok) return parsed
  for (const mistake of parsed.mistakes) inputs.refuse('terraform-outputs', mistake)
  return noTerraform
}
