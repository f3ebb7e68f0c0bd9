import { SeaworthyError } from '../../base/error.ts'
import { parseKnownHosts } from '../known-hosts.ts'

/** As https://api.github.com/meta and GitHub's documentation have them since March 2023. */
export const githubKeys = [
  'github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
  'github.com ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=',
  'github.com ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCj7ndNxQowgcQnjshcLrqPEiiphnt+VTTvDP6mHBL9j1aNUkY4Ue1gvwnGLVlOhGeYrnZaMgRK6+PKCUXaDbC7qtbW8gIkhL7aGCsOr/C56SJMy/BCZfxd1nWzAOxSDPgVsmerOBYfNqltV9/hWCqBywINIR+5dIg6JTJ72pcEpEjcYgXkE2YEFXV1JHnsKgbLWNlhScqb2UmyRkQyytRLtL+38TGxkxCflmO+5Z8CSSNY7GidjMIZ7Q4zMjA2n1nGrlTDkzwDCsw+wqFPGQA179cnfGWOWRVruj16z6XyvxvjJwbz0wQZ75XK5tKSb7FNyeIEs4TT4jk+S4dhPeAUC5y+bDYirYgM4GC7uEnztnZyaVWQ7B381AK4Qdrwt51ZqExKbQpTUNn+EjqoTwvqNj4kqx5QUCI0ThS/YkOxJCXmPUWZbhjpCg56i+2aB6CmK2JGhn57K5mj0MNdBXA4/WnwH6XoPWJzK5Nyu2zB3nAZp+S5hpQs+p1vN1/wsjk=',
]

/**
 * The content of a known_hosts file with the given lines, each once.
 * @throws SeaworthyError `input-invalid` for malformed lines, and for fingerprints: ssh can't use them.
 */
export const knownHostsFile = (given: string, more: readonly string[]): string => {
  const { pins } = parseKnownHosts([given])
  if (pins.length > 0)
    throw new SeaworthyError(
      'input-invalid',
      `ssh and git can't check a host by its fingerprint alone: ${pins.map(({ hosts = '', fingerprint }) => `${hosts} ${fingerprint}`.trim()).join(', ')}.`,
      {
        hint: 'Give the whole line that `ssh-keyscan HOST` prints, once `ssh-keygen -lf` shows this fingerprint for it.',
      },
    )
  const lines = [given, ...more]
    .flatMap((text) => text.split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  return `${[...new Set(lines)].join('\n')}\n`
}
