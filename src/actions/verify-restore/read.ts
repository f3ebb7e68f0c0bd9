import type { InputsOf } from '../../github/inputs.ts'
import { readClientInputs, type ClientInputs } from '../shared/client-inputs.ts'
import { readNightlyChannels, type Channels } from '../shared/report/channels.ts'
import type { inputNames } from './contract.ts'

export const serverKinds = ['auto', 'local', 'docker', 'npm'] as const

export interface VerifyInputs extends ClientInputs {
  /** Identities as they were given, lines and all; undefined for plaintext. */
  readonly identity: string | undefined
  readonly token: string | undefined
  readonly channels: Channels
  readonly name: string | undefined
  readonly workflow: string | undefined
  readonly artifactId: string | undefined
  readonly maxAgeMs: number
  readonly server: (typeof serverKinds)[number]
  readonly bootstrapSql: string | undefined
  readonly smoke: readonly string[]
  readonly freshness: string | undefined
}

const longestAgeMs = 400 * 24 * 3_600_000

const linesOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

const readArtifactId = (inputs: InputsOf<typeof inputNames>): string | undefined => {
  const id = inputs.optionalText('artifact-id')
  if (id !== undefined && !/^\d{1,20}$/.test(id))
    inputs.refuse('artifact-id', 'must be the number of an artifact')
  return id
}

export const readVerifyInputs = (inputs: InputsOf<typeof inputNames>): VerifyInputs => ({
  identity: inputs.exactText('identity'),
  token: inputs.optionalText('github-token'),
  channels: readNightlyChannels(inputs),
  name: inputs.optionalText('name'),
  workflow: inputs.optionalText('workflow'),
  artifactId: readArtifactId(inputs),
  maxAgeMs: inputs.duration('max-age', longestAgeMs),
  server: inputs.choice('server', serverKinds),
  ...readClientInputs(inputs),
  bootstrapSql: inputs.optionalText('bootstrap-sql'),
  smoke: linesOf(inputs.exactText('smoke')),
  freshness: inputs.optionalText('freshness'),
})
