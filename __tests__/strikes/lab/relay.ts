import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import ssh2, { type ClientChannel, type Connection, type ServerChannel } from 'ssh2'
import { listenTo, type Exchange, type Verdict } from './exchange.ts'

export interface RelayOptions {
  /** Where it listens; it answers as an SSH server with a key of its own. */
  readonly listen: { readonly host: string; readonly port: number }
  readonly to: { readonly host: string; readonly port: number; readonly user: string }
  /** The only key that is let in, and with which it logs in. */
  readonly key: string
  /** An exchange begins: asked before anything of it is passed on. */
  readonly onExchange: (exchange: Exchange) => Verdict | Promise<Verdict>
  /** The first bytes of it have been passed on. */
  readonly onSent: (exchange: Exchange) => void
  /** The first bytes of its answer have come: asked before they are passed on. */
  readonly onAnswer: (exchange: Exchange) => Verdict
}

/** An SSH server in front of another, which a test can cut at any exchange. */
export interface SshRelay {
  readonly port: number
  /** For known_hosts: type and key. */
  readonly hostKey: string
  /** Cuts every connection, on both sides, as a network does that goes away; new ones are let in. */
  readonly cut: () => void
  readonly close: () => Promise<void>
}

type Way = RelayOptions & { readonly ear: ReturnType<typeof listenTo> }

/** Passes on in both directions what `way` lets through; ends the one with the other. */
const join = (near: ServerChannel, far: ClientChannel, kind: Exchange['kind'], way: Way): void => {
  const heard = way.ear(kind)
  let turn = Promise.resolve()
  const inTurn = (act: () => void | Promise<void>): void => void (turn = turn.then(act))
  const ignore = (): void => undefined
  for (const stream of [near, far, far.stderr, near.stderr]) stream.on('error', ignore)
  near.on('data', (chunk: Buffer) =>
    inTurn(async () => {
      const { passes, sent } = await heard.request(chunk)
      if (!passes || !far.writable) return
      far.write(chunk)
      sent()
    }),
  )
  near.on('end', () => inTurn(() => void far.end()))
  near.on('close', () => far.close())
  far.on('data', (chunk: Buffer) => heard.answer(chunk) && near.writable && near.write(chunk))
  far.stderr.on('data', (chunk: Buffer) => near.stderr.write(chunk))
  if (kind !== 'script') far.on('end', () => near.end())
  far.on('close', (code?: number | null, signal?: string) => {
    if (kind === 'script' && !heard.answer(Buffer.alloc(0))) return
    if (kind === 'script' && typeof code === 'number') near.exit(code)
    else if (kind === 'script' && signal !== undefined) near.exit(signal)
    near.end()
  })
}

/** Whoever has the lab's key, and nobody else: the relay leads to root on a host. */
const letIn = (client: Connection, key: string): void => {
  const allowed = ssh2.utils.parseKey(key)
  if (allowed instanceof Error) throw allowed
  client.on('authentication', (attempt) => {
    const isKey = attempt.method === 'publickey' && attempt.key.data.equals(allowed.getPublicSSH())
    if (!isKey) attempt.reject(['publickey'])
    else if (attempt.signature === undefined) attempt.accept()
    else if (
      attempt.blob !== undefined &&
      allowed.verify(attempt.blob, attempt.signature, attempt.hashAlgo)
    )
      attempt.accept()
    else attempt.reject(['publickey'])
  })
}

type Opened = (error: Error | undefined, far: ClientChannel) => void

/** Channels are opened on the host first: its refusal is the answer. */
const passChannels = (client: Connection, upstream: Promise<ssh2.Client>, way: Way): void => {
  const open = (
    accept: () => ServerChannel,
    reject: () => void,
    kind: Exchange['kind'],
    start: (host: ssh2.Client, opened: Opened) => void,
  ): void => {
    const opened: Opened = (error, far) =>
      error === undefined ? join(accept(), far, kind, way) : reject()
    upstream.then((host) => start(host, opened), reject)
  }
  client.on('session', (acceptSession) => {
    acceptSession().on('exec', (accept, reject, { command }) =>
      open(accept, reject, 'script', (host, opened) => host.exec(command, opened)),
    )
  })
  client.on('openssh.streamlocal', (accept, reject, { socketPath }) =>
    open(accept, reject, 'docker', (host, opened) =>
      host.openssh_forwardOutStreamLocal(socketPath, opened),
    ),
  )
  // Its reason is lost here: ssh2 tells none to the client. Only a diagnosis would read it.
  client.on('tcpip', (accept, reject, { srcIP, srcPort, destIP, destPort }) =>
    open(accept, reject, 'probe', (host, opened) =>
      host.forwardOut(srcIP, srcPort, destIP, destPort, opened),
    ),
  )
}

const logIn = (far: Socket, { to, key }: RelayOptions): Promise<ssh2.Client> =>
  new Promise((resolve, reject) => {
    const host = new ssh2.Client()
    host.on('error', reject).once('ready', () => resolve(host))
    host.connect({ sock: far, username: to.user, privateKey: key, keepaliveInterval: 0 })
  })

/** Stands before a host's sshd. What is said to the host passes by here, exchange by exchange. */
export const startSshRelay = async (options: RelayOptions): Promise<SshRelay> => {
  const pair = ssh2.utils.generateKeyPairSync('ed25519')
  const way: Way = { ...options, ear: listenTo(options) }
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.setNoDelay(true)
    return socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
  }
  const ssh = new ssh2.Server({ hostKeys: [pair.private], ident: 'OpenSSH_10.0' })
  const listener = createServer((near) => {
    const far = keep(connect(options.to.port, options.to.host))
    const upstream = logIn(far, options)
    upstream.catch(() => near.destroy())
    keep(near).once('close', () => far.destroy())
    far.once('close', () => near.destroy())
    ssh.once('connection', (client) => {
      client.on('error', () => undefined)
      letIn(client, options.key)
      passChannels(client, upstream, way)
    })
    ssh.injectSocket(near)
  })
  listener.listen(options.listen.port, options.listen.host)
  await once(listener, 'listening')
  const bound = listener.address()
  const cut = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    port: bound !== null && typeof bound === 'object' ? bound.port : options.listen.port,
    hostKey: pair.public.split(' ').slice(0, 2).join(' '),
    cut,
    close: async () => {
      const closed = once(listener, 'close')
      listener.close()
      cut()
      await closed
    },
  }
}
