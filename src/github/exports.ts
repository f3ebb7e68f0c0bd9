import { addPath, exportVariable } from '@actions/core'

/** Sets variables for all later steps of the job. No secret may be in them: they lie on the disk. */
export const exportVariables = (variables: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(variables)) exportVariable(name, value)
}

/** Puts a folder first on PATH for all later steps of the job. */
export const prependPath = (folder: string): void => addPath(folder)
