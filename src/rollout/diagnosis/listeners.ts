import type { Listener } from './evidence.ts'

/** State of a listening socket in /proc/net/tcp (Linux, include/net/tcp_states.h). */
const listening = '0A'

/** Where Docker answers names inside a container: no socket of the app. */
const dockerResolver = '127.0.0.11'

/** The kernel prints addresses as 32-bit words in the host's byte order: little-endian. */
const bytesOf = (hex: string): readonly number[] =>
  (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex').reverse()])

const isMapped = (bytes: readonly number[]): boolean =>
  bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255

const addressOf = (hex: string): string => {
  const bytes = bytesOf(hex)
  if (bytes.length === 4) return bytes.join('.')
  if (isMapped(bytes)) return bytes.slice(12).join('.')
  const groups = Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []
  // A URL writes the shortest form (WHATWG URL, IPv6 serializer), between brackets.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

/** Number, local address, remote address, state. */
const entry =
  /^\s*\d+:\s+([\dA-F]{8}|[\dA-F]{32}):([\dA-F]{4})\s+[\dA-F]+:[\dA-F]{4}\s+([\dA-F]{2})\s/i

/** `127.0.0.1:3000`, `[::1]:3000`. */
export const socketName = ({ address, port }: Listener): string =>
  `${address.includes(':') ? `[${address}]` : address}:${String(port)}`

/** Whether nobody outside the container can reach it. */
export const isLoopback = ({ address }: Listener): boolean =>
  address === '::1' || address.startsWith('127.')

/**
 * The listening sockets in the text of /proc/PID/net/tcp and tcp6 (format: Linux,
 * Documentation/networking/proc_net_tcp.rst), each once, by port, without Docker's own resolver.
 */
export const parseListeners = (text: string): readonly Listener[] => {
  const found = new Map<string, Listener>()
  for (const line of text.split('\n')) {
    const [, address, port, state] = entry.exec(line) ?? []
    if (address === undefined || port === undefined || state?.toUpperCase() !== listening) continue
    const listener = { address: addressOf(address), port: Number.parseInt(port, 16) }
    if (listener.address !== dockerResolver) found.set(socketName(listener), listener)
  }
  return [...found.values()].sort((a, b) => a.port - b.port)
}
