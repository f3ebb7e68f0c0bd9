import type { Inputs } from '../../github/inputs.ts'

/** Inputs of every action that runs PostgreSQL's client programs on the runner. */
export const clientInputNames = ['install-client', 'client-source'] as const

export interface ClientInputs {
  readonly installClient: boolean
  /** Where PostgreSQL's own packages are, without the last slash. */
  readonly clientSource: string
}

/** What apt takes for an address in a line of its sources, and what is no secret. */
const isSource = (text: string): boolean =>
  /^(?:https?|file):\/\/[^\s[\]#"@]+$/.test(text) && URL.canParse(text)

export const readClientInputs = (
  inputs: Inputs<(typeof clientInputNames)[number]>,
): ClientInputs => {
  const clientSource = inputs.text('client-source').replace(/\/+$/, '')
  if (clientSource !== '' && !isSource(clientSource))
    inputs.refuse(
      'client-source',
      "must be an address like `https://mirror.example.com/postgresql`, without a login: that is for apt's own auth.conf",
    )
  return { installClient: inputs.boolean('install-client'), clientSource }
}
