import type { Cause, Judge } from './explain.ts'

const failed = (message: string, hint: string): Cause => ({ code: 'build-failed', message, hint })

const names = (record: Readonly<Record<string, unknown>>): string =>
  Object.keys(record).join(', ') || 'none'

const secret: Judge = ({ message }, { order }) => {
  const id = /secret (\S+): not found/.exec(message)?.[1]
  if (id === undefined) return undefined
  return failed(
    `The Dockerfile wants the secret ${id}, which the build does not have.`,
    `Add ${id} to builder/secrets in deploy.yml and to .kamal/secrets (now there: ${names(order.secrets)}).`,
  )
}

const step: Judge = ({ message }) => {
  const [, command, code] =
    /process "([^]*)" did not complete successfully: exit code: (\d+)/.exec(message) ?? []
  if (command === undefined || code === undefined) return undefined
  const killed = code === '137' ? ' It was killed, most likely for want of memory.' : ''
  return failed(
    `A step of the Dockerfile ended with exit code ${code}: ${command.replace(/^\/bin\/sh -c /, '')}`,
    `Its last lines are below.${killed}`,
  )
}

const copy: Judge = ({ message }) => {
  const path = /failed to calculate checksum of ref .*: "([^"]+)": not found/.exec(message)?.[1]
  if (path === undefined) return undefined
  return failed(
    `The Dockerfile copies ${path}, which is not in the build's context.`,
    'It is not in the repository, .dockerignore leaves it out, or an earlier step of the job should have made it.',
  )
}

const target: Judge = ({ message }, { order }) =>
  /target stage .* could not be found/.test(message)
    ? failed(
        `${order.dockerfile} has no stage ${order.target ?? ''}.`,
        'Check builder/target in deploy.yml, or the input target.',
      )
    : undefined

const dockerfile: Judge = ({ message }, { order }) => {
  if (message.includes('failed to read dockerfile'))
    return failed(
      `There is no ${order.dockerfile}.`,
      'Check builder/dockerfile in deploy.yml, that the repository is checked out before this step, and .dockerignore.',
    )
  const problem = /dockerfile parse error (?:on )?(line \d+: [^]*)$/.exec(message)?.[1]
  return problem === undefined
    ? undefined
    : failed(`${order.dockerfile} can't be read: ${problem}`, 'Correct the line shown.')
}

const agent: Judge = ({ message }) =>
  /empty ssh agent socket|SSH_AUTH_SOCK|ssh agent/i.test(message)
    ? failed(
        'The build wants an ssh-agent (builder/ssh), and there is none.',
        'Put a step that starts one before this step.',
      )
    : undefined

/** Which image `FROM` names, when it could not be had. */
const baseOf = (message: string): string | undefined =>
  /^(\S+): failed to resolve source metadata for /.exec(message)?.[1]

const base: Judge = ({ message }) => {
  const image = baseOf(message)
  if (image === undefined) return undefined
  if (/toomanyrequests|too many requests|rate limit/i.test(message))
    return {
      code: 'registry-refused',
      message: `The registry of the base image ${image} takes no more requests for now (rate limit).`,
      hint: 'Log in to it before this step (docker/login-action), or run it again later.',
    }
  if (/no match for platform in manifest|no matching manifest/i.test(message))
    return {
      code: 'image-wrong-architecture',
      message: `The base image ${image} is not built for the platform that is wanted.`,
      hint: 'Take a base image that is, or another builder/arch in deploy.yml (input platforms).',
    }
  if (/\b40[13]\b|denied|unauthorized|authorization failed/i.test(message))
    return {
      code: 'registry-refused',
      message: `The base image ${image} is not there, or this login may not read it.`,
      hint: 'Check its name; for a private one, log in to its registry before this step (docker/login-action): its logins are used too.',
    }
  if (message.includes(': not found'))
    return {
      code: 'image-missing',
      message: `There is no base image ${image}.`,
      hint: 'Check name and tag of FROM in the Dockerfile, and the arguments it is made of.',
    }
  return {
    code: 'registry-unreachable',
    message: `The registry of the base image ${image} can't be reached by the builder.`,
    hint: 'Check the name, and the network and proxy settings of the builder.',
  }
}

/** What a Dockerfile asks for and does not get. */
export const fileJudges: readonly Judge[] = [secret, step, copy, target, dockerfile, agent, base]
