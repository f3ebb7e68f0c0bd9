import { isRecord, textOf } from '../base/unknown.ts'

export interface Calling {
  readonly fetchLike: typeof fetch
  readonly signal: AbortSignal
}

/** `fetch` says only "fetch failed"; its cause has the reason, and never the address. */
const reasonOf = (error: unknown): string => {
  const cause = isRecord(error) ? error['cause'] : undefined
  return (isRecord(cause) ? textOf(cause['code']) : undefined) ?? 'it could not be reached'
}

/**
 * Calls a web address that is itself a secret: with `body` by POST as JSON, else by GET. A redirect is
 * not followed, for the secret would go along. Never throws.
 * @returns undefined when it was taken (2xx), else why not, without the address.
 */
export const callWebhook = async (
  url: string,
  body: unknown,
  { fetchLike, signal }: Calling,
): Promise<string | undefined> => {
  const json = { 'content-type': 'application/json' }
  const content =
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: json }
  try {
    const response = await fetchLike(url, { ...content, redirect: 'manual', signal })
    await response.body?.cancel()
    return response.ok ? undefined : `it answered ${response.status}`
  } catch (error) {
    return signal.aborted ? 'no answer in time' : reasonOf(error)
  }
}
