import { SeaworthyError } from '../../base/error.ts'
import { isRecord } from '../../base/unknown.ts'
import { parseChallenge } from './challenge.ts'

export interface Login {
  readonly username: string
  readonly password: string
}

const basicOf = ({ username, password }: Login): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const tokenIn = (body: unknown): string | undefined => {
  const { token, access_token: other } = isRecord(body) ? body : {}
  return [token, other].find((value) => typeof value === 'string')
}

/**
 * The header that a registry asks for in `response`; undefined when there is no login for it. The
 * address for tokens comes from the registry, so a login never goes there without TLS unless the
 * registry itself was asked so.
 */
export const authorize = async (
  response: Response,
  scope: string,
  { login, signal }: { readonly login: Login | undefined; readonly signal: AbortSignal },
): Promise<string | undefined> => {
  const challenge = parseChallenge(response.headers.get('www-authenticate') ?? '')
  if (challenge === undefined) return undefined
  if (challenge.scheme === 'basic') return login && basicOf(login)
  const url = new URL(challenge.realm)
  url.searchParams.set('scope', scope)
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service)
  const secure = url.protocol === 'https:' || response.url.startsWith('http:')
  const headers = login && secure ? { authorization: basicOf(login) } : {}
  const answer = await fetch(url, { headers, signal }).catch((cause: unknown) => {
    throw new SeaworthyError('registry-unreachable', `${url.host} does not answer.`, { cause })
  })
  if (answer.status === 403) {
    const hint = 'It does not exist yet, or this login may not use it.'
    const evidence = [`403 ${(await answer.text()).slice(0, 500)}`]
    throw new SeaworthyError('registry-refused', `${url.host} gives no token for ${scope}.`, {
      ...{ evidence, hint, cause: { status: 403 } },
    })
  }
  if (!answer.ok) return undefined
  const token = tokenIn(await answer.json())
  return token === undefined ? undefined : `Bearer ${token}`
}
