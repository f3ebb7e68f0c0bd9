import type { Report } from '../mistake.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { items, member, type Field } from '../yaml/field.ts'
import { isBlank, isUnknown, textOf } from '../yaml/values.ts'
import { isLocalRegistry, localPort } from '../local-registry.ts'
import { isRegistry } from './names.ts'

/** Registry and login; whatever is a password is masked even when something else is wrong. */
export const checkRegistry = (
  registry: Field | undefined,
  secrets: Secrets,
  report: Report,
): void => {
  if (registry?.node.kind !== 'table' || isBlank(registry)) return
  const password = textOf(member(registry, 'password'))
  if (password !== undefined) report.mask(password)
  const server = member(registry, 'server')
  const address = textOf(server)
  const isLocal = address !== undefined && isLocalRegistry(address)
  if (server && address !== undefined) checkAddress(server, address, isLocal, report)
  if (isLocal) return
  for (const key of ['username', 'password']) checkLogin(registry, key, secrets, report)
}

const checkAddress = (server: Field, address: string, isLocal: boolean, report: Report): void => {
  if (isRegistry(address) && (!isLocal || localPort(address) !== undefined)) return
  const hint = isLocal
    ? 'write it as localhost:5555'
    : 'write it as ghcr.io or registry.example.com:5000, without https://'
  report.refuse(server, 'not a registry', hint)
}

const checkLogin = (registry: Field, key: string, secrets: Secrets, report: Report): void => {
  const field = member(registry, key)
  if (field === undefined || isBlank(field)) {
    report.refuse({ at: (field ?? registry).at, path: `${registry.path}/${key}` }, 'is required')
    return
  }
  if (!isUnknown(field) && !isString(field)) checkLookup(field, secrets, report)
}

/** `[SECRET]`: the login is the value of a secret. */
const checkLookup = (field: Field, secrets: Secrets, report: Report): void => {
  const [secret, ...others] = items(field)
  if (isUnknown(secret)) return
  const name = textOf(secret) ?? ''
  if (!isString(secret) || others.length > 0) {
    const message = 'should be a string or an array with one string (for secret lookup)'
    const hint = field.node.kind === 'scalar' ? 'put the value in quotes' : undefined
    report.refuse(field, message, hint)
  } else if (secrets.need(name, field)?.trim() === '') {
    const hint = `give ${name} in env-file, or as a variable of the step`
    report.refuse(field, `the secret ${name} is empty`, hint)
  }
}

// A login takes no number: where its digits mattered, Ruby would already have lost some.
const isString = (field: Field | undefined): boolean =>
  field?.node.kind === 'scalar' && field.node.type === 'string'
