import { lookup } from 'node:dns/promises'

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1'

/**
 * Whether a registry may be asked without TLS, by Docker's own rule for one that nobody configured: its
 * name leads to this very machine and nowhere else.
 */
export const leadsHere = async (host: string): Promise<boolean> => {
  try {
    const addresses = await lookup(host.replace(/:\d+$/, ''), { all: true })
    return addresses.length > 0 && addresses.every(({ address }) => isLoopback(address))
  } catch {
    return false
  }
}
