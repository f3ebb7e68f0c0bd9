import { SeaworthyError } from '../../base/error.ts'
import { stayHint } from '../../config/local-registry.ts'
import { ForwardError } from '../../ssh/channel-error.ts'
import type { Connection } from '../../ssh/connection.ts'
import { openSocket, SocketError } from '../../ssh/socket.ts'

const loopback = '127.0.0.1'

const absent = (port: number, cause: SocketError): SeaworthyError =>
  new SeaworthyError(
    'registry-unreachable',
    `There is no registry at localhost:${port} of the machine that deploys.`,
    { hint: stayHint, evidence: [cause.message], cause },
  )

const taken = (name: string, port: number): SeaworthyError =>
  new SeaworthyError(
    'registry-unreachable',
    `Port ${port} of ${name} is in use, and is needed to reach the registry at localhost:${port}.`,
    {
      hint: `On ${name}, \`ss -ltnp\` shows what listens: another deploy that pulls (run it again after that), or a program (then give registry/server another port).`,
    },
  )

const forbidden = (name: string, port: number, cause: ForwardError): SeaworthyError =>
  new SeaworthyError(
    'registry-unreachable',
    `The SSH server of ${name} does not forward port ${port}, and so ${name} can't reach the registry at localhost:${port}.`,
    {
      hint: 'sshd_config must have AllowTcpForwarding yes or remote, no DisableForwarding, and a PermitListen (if any) with this port; nor may authorized_keys say no-port-forwarding or restrict. Ports below 1024 are for root.',
      evidence: [cause.detail],
      cause,
    },
  )

/** sshd does not say why it does not listen; that something else does can be seen. */
const refusal = async (
  connection: Connection,
  port: number,
  cause: ForwardError,
  signal: AbortSignal,
): Promise<SeaworthyError> => {
  try {
    const stream = await connection.forwardTcp(loopback, port, signal)
    stream.destroy()
    return taken(connection.name, port)
  } catch (error) {
    if (!(error instanceof ForwardError)) throw error
    return forbidden(connection.name, port, cause)
  }
}

const requireHere = async (port: number, signal: AbortSignal): Promise<void> => {
  try {
    const socket = await openSocket(loopback, port, signal)
    socket.destroy()
  } catch (error) {
    throw error instanceof SocketError ? absent(port, error) : error
  }
}

const lend = async (
  connection: Connection,
  port: number,
  signal: AbortSignal,
): Promise<() => Promise<void>> => {
  try {
    return await connection.listen(port, (life) => openSocket(loopback, port, life), signal)
  } catch (error) {
    throw error instanceof ForwardError ? await refusal(connection, port, error, signal) : error
  }
}

/**
 * Lets the host have a registry of this machine's loopback on its own, under the same port, for as long
 * as `work` goes on.
 * @throws SeaworthyError `registry-unreachable`: nothing was sent to Docker then.
 */
export const lendRegistry = async <T>(
  connection: Connection,
  port: number,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> => {
  await requireHere(port, signal)
  const giveBack = await lend(connection, port, signal)
  try {
    return await work()
  } finally {
    await giveBack()
  }
}
