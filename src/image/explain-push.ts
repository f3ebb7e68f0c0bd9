import type { Cause, Judge } from './explain.ts'

const isPush = (message: string): boolean =>
  /failed to push|pushing|error from registry|insufficient_scope/i.test(message)

const isRefusal = (message: string): boolean =>
  /\b40[13]\b|denied|unauthorized|authorization failed|insufficient_scope|authentication required/i.test(
    message,
  )

const fromPullRequest = (event: string): string =>
  event.startsWith('pull_request')
    ? ' This run was started by a pull request: from a fork or by Dependabot, its token may only read.'
    : ' Runs of pull requests from forks and of Dependabot have a token that may only read.'

/** Three causes look alike from here; which it is, only GitHub's settings tell. */
const ghcr = (repository: string, event: string): Cause => ({
  code: 'registry-refused',
  message: `GHCR does not let this job push ${repository}.`,
  hint: [
    '1. Give the job `permissions: packages: write` (a called workflow: the caller has to).',
    "2. If the package was first pushed with somebody's own token, it does not know this repository: in the package's settings, under Manage Actions access, add the repository with the role Write.",
    `3.${fromPullRequest(event)}`,
  ].join('\n'),
})

const refused: Judge = ({ message }, { order, event }) => {
  if (!isPush(message) || !isRefusal(message)) return undefined
  if (order.repository.startsWith('ghcr.io/')) return ghcr(order.repository, event)
  return {
    code: 'registry-refused',
    message: `The registry does not let this login push ${order.repository}.`,
    hint: 'Check registry/username and registry/password in deploy.yml (or the inputs), that the secret is set and has not run out, and that it may write; some registries want the repository to be made first.',
  }
}

const rate: Judge = ({ message }) =>
  /toomanyrequests|too many requests/i.test(message)
    ? {
        code: 'registry-refused',
        message: 'The registry takes no more requests for now (rate limit).',
        hint: 'Run it again later, or log in as a user who may do more.',
      }
    : undefined

const certificate: Judge = ({ message }, { order }) =>
  /x509:|server gave HTTP response to HTTPS client/i.test(message)
    ? {
        code: 'registry-unreachable',
        message: `The builder does not trust the registry of ${order.repository}.`,
        hint: 'Its certificate authority, or that it has no TLS (insecure-registries), must be known to the engine that builds.',
      }
    : undefined

const unreachable: Judge = ({ message }, { order }) =>
  /dial tcp|no such host|i\/o timeout|connection (?:refused|reset)|TLS handshake timeout|context deadline exceeded|network is unreachable|: EOF$|\b50[0-4]\b/i.test(
    message,
  )
    ? {
        code: 'registry-unreachable',
        message: `The builder can't reach the registry of ${order.repository}.`,
        hint: 'Check registry/server in deploy.yml, and the network of the builder; if the registry itself was down, run it again: the layers that are built need no second build where there is a cache.',
      }
    : undefined

/** What a registry, or the way to it, has against a push. */
export const pushJudges: readonly Judge[] = [rate, refused, certificate, unreachable]
