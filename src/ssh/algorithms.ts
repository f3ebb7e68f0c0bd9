import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2'

const hostKeys: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
]

/** Type of the key that an algorithm signs with. */
const keyTypeFor = (algorithm: string): string =>
  algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm

/**
 * What we are willing to speak: no SHA-1, no CBC, no group below 16, no `ssh-rsa` signature. Key
 * types that are pinned come first, so that a server which has several shows the pinned one, as
 * ssh(1) does; types in `without` are left out.
 */
export const algorithmsFor = (
  pinnedTypes: readonly string[],
  without: readonly string[] = [],
  compress = false,
): Algorithms => {
  const offered = hostKeys.filter((name) => !without.includes(keyTypeFor(name)))
  const isPinned = (name: string): boolean => pinnedTypes.includes(keyTypeFor(name))
  return {
    kex: [
      'curve25519-sha256',
      'curve25519-sha256@libssh.org',
      'ecdh-sha2-nistp256',
      'ecdh-sha2-nistp384',
      'ecdh-sha2-nistp521',
      'diffie-hellman-group16-sha512',
      'diffie-hellman-group18-sha512',
    ],
    serverHostKey: [...offered.filter(isPinned), ...offered.filter((name) => !isPinned(name))],
    cipher: [
      'aes128-gcm@openssh.com',
      'aes256-gcm@openssh.com',
      'chacha20-poly1305@openssh.com',
      'aes256-ctr',
      'aes192-ctr',
      'aes128-ctr',
    ],
    hmac: [
      'hmac-sha2-256-etm@openssh.com',
      'hmac-sha2-512-etm@openssh.com',
      'hmac-sha2-256',
      'hmac-sha2-512',
    ],
    compress: compress ? ['zlib@openssh.com', 'none'] : ['none'],
  }
}

/** How many types of host keys there are to ask for. */
export const keyTypes: readonly string[] = [...new Set(hostKeys.map(keyTypeFor))]
