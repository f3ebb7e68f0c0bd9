/** What a registry wants before it answers (RFC 9110; Docker's token authentication). */
export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | undefined }

const parameter = (header: string, name: string): string | undefined =>
  new RegExp(`[\\s,]${name}="([^"]*)"`, 'i').exec(header)?.[1]

/** The header `WWW-Authenticate`; undefined for a scheme that no registry uses. */
export const parseChallenge = (header: string): Challenge | undefined => {
  if (/^basic\b/i.test(header)) return { scheme: 'basic' }
  const realm = parameter(header, 'realm')
  if (!/^bearer\b/i.test(header) || realm === undefined) return undefined
  return { scheme: 'bearer', realm, service: parameter(header, 'service') }
}
