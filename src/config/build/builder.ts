import { architectureFields } from '../check/builder.ts'
import type { BuildCache, Builder } from '../config.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { member, members, type Field } from '../yaml/field.ts'
import { anyTextOf, flagOf, isBlank, textOf, textsOf } from '../yaml/values.ts'

const blankAsNone = (field: Field | undefined): string | undefined => {
  const text = textOf(field)?.trim()
  return text === '' ? undefined : text
}

const cacheOf = (cache: Field | undefined): BuildCache | undefined => {
  const type = textOf(member(cache, 'type'))
  if (type !== 'gha' && type !== 'registry') return undefined
  const [options, image] = ['options', 'image'].map((key) => blankAsNone(member(cache, key)))
  return { type, options, image }
}

/** Kamal writes a bare `--build-arg KEY` for a blank value. */
const argsOf = (builder: Field | undefined): Builder['args'] =>
  Object.fromEntries(
    members(member(builder, 'args')).map((arg) => {
      const text = anyTextOf(arg) ?? ''
      return [arg.key, text.trim() === '' ? null : text]
    }),
  )

/** `builder:` of a file that has passed every check. */
export const buildBuilder = (
  builder: Field | undefined,
  secrets: Pick<Secrets, 'value'>,
): Builder => {
  const said = (key: string): string | undefined => blankAsNone(member(builder, key))
  // `remote: false` is no remote; `provenance: false` is told to buildx.
  const text = (key: string): string | undefined =>
    isBlank(member(builder, key)) ? undefined : said(key)
  return {
    architectures: architectureFields(builder).flatMap((arch) => textOf(arch) ?? []),
    driver: text('driver') ?? 'docker-container',
    remote: text('remote'),
    local: flagOf(member(builder, 'local')) !== false,
    context: text('context'),
    dockerfile: text('dockerfile') ?? 'Dockerfile',
    target: text('target'),
    args: argsOf(builder),
    secrets: Object.fromEntries(
      textsOf(member(builder, 'secrets')).map((name) => [name, secrets.value(name)]),
    ),
    ssh: text('ssh'),
    provenance: said('provenance'),
    sbom: said('sbom'),
    cache: cacheOf(member(builder, 'cache')),
  }
}
