/** Kamal's own registry on the machine that deploys (`configuration/registry.rb`); it wants no login. */
export const isLocalRegistry = (server: string): boolean => /^localhost[:$]/.test(server)

/** The port of a registry on the machine that deploys; undefined for any other registry. */
export const localPort = (server: string | undefined): number | undefined => {
  const port = Number(/^localhost:(\d{1,5})(?:\/|$)/.exec(server ?? '')?.[1])
  return port >= 1 && port <= 65_535 ? port : undefined
}

/** What to do where a registry on the machine that deploys has nothing for the hosts. */
export const stayHint =
  'It ends with the job that pushed to it: build and deploy in one job (the one step does both), use a runner of your own, which keeps it, or name a registry that stays.'
