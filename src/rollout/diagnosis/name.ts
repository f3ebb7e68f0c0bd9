import type { Evidence, Finding } from './evidence.ts'
import { inLine, plainLines } from './text.ts'

/** How run-times say that a name does not resolve; the group is the name, where they tell it. */
const sayings: readonly RegExp[] = [
  // Node
  /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([^\s:,]+)/,
  // Go
  /lookup ([^\s:]+)(?: on \S+)?: (?:no such host|server misbehaving|i\/o timeout)/,
  // libpq, and all that is built on it
  /could not translate host name "([^"]+)"/,
  // Java
  /UnknownHostException: ([^\s:]+)/,
  // MySQL
  /Unknown MySQL server host '([^']+)'/,
  // PHP
  /getaddrinfo for (\S+) failed/,
  // Ruby's net/http
  /TCP connection to ([^\s:]+):\d+ \(getaddrinfo/,
  // Elixir
  /\(([^\s():]+):\d+\): (?:non-existing domain|.*:?nxdomain)/,
  // Redis clients in Python, .NET
  /connecting to ([^\s:]+):\d+\. (?:Name or service not known|Temporary failure)/,
  /Name or service not known \(([^\s:]+):\d+\)/,
  // curl, busybox
  /[Cc]ould not resolve host:? ([^\s;,]+)/,
  /bad address '([^']+)'/,
  // The C library's own words
  /Name or service not known|Temporary failure in name resolution/,
  /nodename nor servname provided|No address associated with hostname/,
  /failed to lookup address information|\bno such host\b|\bENOTFOUND\b/,
]

/** The log's last line that says so, and the name in it. */
export const unresolvedName = (
  log: string,
): { readonly line: string; readonly name: string | undefined } | undefined => {
  for (const line of plainLines(log).toReversed()) {
    const found = sayings.map((saying) => saying.exec(line)).find((match) => match !== null)
    if (found !== undefined) return { line: line.trim(), name: found[1] }
  }
  return undefined
}

export const nameFinding = (evidence: Evidence): Finding | undefined => {
  const found = unresolvedName(evidence.log)
  if (found === undefined) return undefined
  const name = found.name === undefined ? 'a host name' : `the name ${inLine(found.name, 80)}`
  return {
    cause: 'name-unresolved',
    what: `cannot resolve ${name}: ${inLine(found.line)}`,
    remedy: `correct the name in the environment of ${evidence.gate.role}; an accessory on the same host is reached by its container's name, SERVICE-ACCESSORY, any other name must resolve on ${evidence.host}`,
  }
}
