import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { accessoryBlocks, accessoryHosts } from '../accessories.ts'
import type { Report } from '../mistake.ts'
import { effectiveProxy, type RoleBlock } from '../roles.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { member, type Field, type Member } from '../yaml/field.ts'
import { commaListOf, isBlank, textOf, textsOf } from '../yaml/values.ts'

/** Where `proxy.ssl` names the secrets with a certificate of one's own. */
export const certificateKeys = ['certificate_pem', 'private_key_pem'] as const

const blocks = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

const parsed = <T>(parse: () => T): T | undefined => {
  try {
    return parse()
  } catch {
    return undefined
  }
}

const leafOf = (chain: string): X509Certificate | undefined => {
  const found = chain.match(blocks) ?? []
  const all = found.map((pem) => parsed(() => new X509Certificate(pem)))
  return all.includes(undefined) ? undefined : all[0]
}

const keyOf = (pem: string): KeyObject | undefined => parsed(() => createPrivateKey(pem))

interface Pair {
  readonly chain: Field
  readonly key: Field
  readonly hosts: readonly string[]
}

const pairOf = (proxy: Field): Pair | undefined => {
  const ssl = member(proxy, 'ssl')
  const [chain, key] = certificateKeys.map((name) => member(ssl, name))
  if (chain === undefined || key === undefined || isBlank(chain) || isBlank(key)) return undefined
  const hosts = [...commaListOf(member(proxy, 'host')), ...textsOf(member(proxy, 'hosts'))]
  return { chain, key, hosts }
}

/** What is doubtful about a certificate; it is deployed all the same, as by Kamal. */
const warnOf = (
  leaf: X509Certificate,
  { chain, hosts }: Pair,
  now: number | undefined,
  report: Report,
): void => {
  if (now !== undefined && Date.parse(leaf.validTo) < now)
    report.warn(chain, `the certificate has expired (${leaf.validTo})`)
  if (now !== undefined && Date.parse(leaf.validFrom) > now)
    report.warn(chain, `the certificate is not valid yet (from ${leaf.validFrom})`)
  const others = hosts.filter((host) => leaf.checkHost(host.replace(/^\*\./, 'any.')) === undefined)
  if (others.length > 0) report.warn(chain, `the certificate is not for ${others.join(', ')}`)
}

const checkPair = (
  pair: Pair,
  secrets: Pick<Secrets, 'need'>,
  now: number | undefined,
  report: Report,
): void => {
  const [chain, key] = [pair.chain, pair.key].map((field) =>
    secrets.need(textOf(field) ?? '', field),
  )
  if (chain === undefined || key === undefined) return
  const [leaf, secret] = [leafOf(chain), keyOf(key)]
  if (leaf === undefined)
    report.refuse(
      pair.chain,
      'the secret is not a certificate in PEM',
      'the server certificate comes first, then those that vouch for it',
    )
  if (secret === undefined)
    report.refuse(
      pair.key,
      'the secret is not a private key in PEM',
      'the proxy can read no key that has a passphrase',
    )
  if (leaf === undefined || secret === undefined) return
  if (!leaf.checkPrivateKey(secret))
    report.refuse(pair.key, 'the private key does not belong to the certificate')
  warnOf(leaf, pair, now, report)
}

/** Certificates from secrets: kamal-proxy would refuse them only when the first host switches. */
export const checkCertificates = (
  root: Field,
  roles: readonly RoleBlock[],
  secrets: Pick<Secrets, 'need'>,
  now: number | undefined,
  report: Report,
): void => {
  for (const role of roles) {
    const proxy = effectiveProxy(root, role)
    const pair = proxy && pairOf(proxy)
    if (pair !== undefined) checkPair(pair, secrets, now, report)
  }
}

/** The names of both secrets, to tell certificates apart. */
const nameOf = ({ chain, key }: Pair): string => JSON.stringify([textOf(chain), textOf(key)])

/**
 * The certificate of an accessory that is to be made. Kamal 2.12 has one place for those of all
 * accessories (configuration/proxy.rb: only roles have a folder of theirs), so that a second one on the
 * same host would take the first one's place.
 */
export const checkAccessoryCertificate = (
  root: Field,
  block: Member,
  roles: readonly RoleBlock[],
  { secrets, now }: { readonly secrets: Pick<Secrets, 'need'>; readonly now: number | undefined },
  report: Report,
): void => {
  const proxy = member(block, 'proxy')
  const pair = proxy && pairOf(proxy)
  if (pair === undefined) return
  checkPair(pair, secrets, now, report)
  const hosts = accessoryHosts(block, roles, root)
  for (const other of accessoryBlocks(root)) {
    const front = member(other, 'proxy')
    const second = front && pairOf(front)
    if (second === undefined || nameOf(second) === nameOf(pair)) continue
    const shared = accessoryHosts(other, roles, root).find((host) => hosts.includes(host))
    if (shared === undefined) continue
    report.refuse(
      pair.chain,
      `${other.key} on ${shared} has another certificate, and accessories of a host have one place for it`,
      'give both a certificate for all their host names, or each a host of its own',
    )
  }
}
