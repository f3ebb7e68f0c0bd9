/** Where an image's repository is asked for, and what it is called there. */
export interface Endpoint {
  /** `ghcr.io`, `registry.lab:5000`. */
  readonly host: string
  /** `acme/shop`. */
  readonly name: string
}

const dockerHub = 'registry-1.docker.io'

/** As Docker reads a name: its first part is a server when it has a dot or a port, or is localhost. */
export const endpointOf = (repository: string): Endpoint => {
  const slash = repository.indexOf('/')
  const first = repository.slice(0, Math.max(slash, 0))
  const server = /[.:]|^localhost$/.test(first) ? first : undefined
  if (server !== undefined && server !== 'docker.io' && server !== 'index.docker.io')
    return { host: server, name: repository.slice(slash + 1) }
  const name = server === undefined ? repository : repository.slice(slash + 1)
  return { host: dockerHub, name: name.includes('/') ? name : `library/${name}` }
}

/** Under which name Docker's config.json keeps the login of a registry. */
export const loginKeyOf = (server: string | undefined): string =>
  server === undefined || /^(index\.)?docker\.io$/.test(server)
    ? 'https://index.docker.io/v1/'
    : server

/** GitHub's registry takes the token of the job. */
export const isGhcr = (server: string | undefined): boolean => server === 'ghcr.io'
