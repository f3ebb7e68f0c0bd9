import { SeaworthyError } from '../../base/error.ts'
import { quote } from '../../base/quote.ts'

export const defaultSocket = '/var/run/docker.sock'

/** Says why Docker could not be reached over its socket. Reads only; a line each. */
export const dockerLookScript = (socket: string): string => `seaworthy_docker() {
  command -v docker >/dev/null 2>&1 && echo client
  [ -S ${quote(socket)} ] && echo socket
  [ -w ${quote(socket)} ] && echo writable
  echo "user $(id -un) is in the groups $(id -Gn)"
  docker version --format 'server {{.Server.Version}}' 2>&1
  true
}
seaworthy_docker </dev/null
`

/** `working`: the socket is there and Docker answers, so it is the SSH server that said no. */
export type DockerTrouble = 'working' | SeaworthyError

const refused = (message: string, hint: string, evidence: readonly string[]): SeaworthyError =>
  new SeaworthyError('docker-refused', message, { hint, evidence })

/** Reads what `dockerLookScript` printed. */
export const diagnoseDocker = (name: string, printed: string): DockerTrouble => {
  const lines = printed.split('\n').filter((line) => line !== '')
  const has = (line: string): boolean => lines.includes(line)
  const user = /^user (\S*)/m.exec(printed)?.[1] ?? 'the user'
  const evidence = lines.filter((line) => !/^(?:client|socket|writable)$/.test(line)).slice(0, 10)
  if (has('client') && lines.some((line) => /^server \S/.test(line))) return 'working'
  if (!has('client') && !has('socket'))
    return refused(
      `Docker is not installed on ${name}.`,
      'Install Docker Engine on the host, or let a deploy do it: `bootstrap: true`.',
      evidence,
    )
  if (has('socket') && !has('writable'))
    return refused(
      `${user} may not use Docker on ${name}: no permission for its socket.`,
      `Put the user into Docker's group, on the host: \`sudo usermod -aG docker ${user}\`.`,
      evidence,
    )
  if (has('writable') && !has('client'))
    return refused(
      `Docker on ${name} cannot be reached: the SSH server forwards no sockets, and there is no docker command.`,
      'Allow it in sshd_config (AllowStreamLocalForwarding yes), or install the docker command.',
      evidence,
    )
  return refused(
    `Docker on ${name} does not answer; is its daemon running?`,
    'On the host: `systemctl status docker`, and `journalctl -u docker` for the reason.',
    evidence,
  )
}
