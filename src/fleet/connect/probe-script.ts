import { quote } from '../../base/quote.ts'
import type { Connection } from '../../ssh/connection.ts'
import { askThrough, replayOf, userAgent } from './probe-way.ts'
import type { Asked, Way } from './probe-way.ts'
import type { Place } from './redirect.ts'

/** Exit code when none of the means is there; sysexits.h: EX_UNAVAILABLE. */
const noMeans = 69

/** More than any answer's headers and the 4 KiB of body that are wanted. */
const answerBytes = 64 * 1024

const python = [
  'import socket,sys',
  's=socket.create_connection((sys.argv[1],int(sys.argv[2])),float(sys.argv[3]))',
  's.sendall(sys.argv[4].encode())',
  'n=0',
  `while n<${answerBytes}:`,
  ' d=s.recv(65536)',
  ' if not d: break',
  ' sys.stdout.buffer.write(d);sys.stdout.buffer.flush();n+=len(d)',
].join('\n')

const bash = `exec 3<>"/dev/tcp/$0/$1" || exit 7; printf %s "$2" >&3; head -c ${answerBytes} <&3`

/**
 * A GET from the host itself, the raw answer on standard output. Raw means first: they tell a refused
 * connection from one without a route. BusyBox's wget shows no headers, so only GNU's is used.
 */
export const probeScript = (place: Place, seconds: number): string => {
  const request =
    `GET ${place.path} HTTP/1.1\r\nHost: ${place.hostHeader}\r\n` +
    `User-Agent: ${userAgent}\r\nConnection: close\r\n\r\n`
  const bracketed = place.address.includes(':') ? `[${place.address}]` : place.address
  const words = {
    address: quote(place.address),
    port: String(place.port),
    limit: String(seconds),
    request: quote(request),
    url: quote(`http://${bracketed}:${String(place.port)}${place.path}`),
    host: quote(`Host: ${place.hostHeader}`),
  }
  return `seaworthy_probe() {
  has() { command -v "$1" >/dev/null 2>&1; }
  if has bash && has timeout; then
    timeout ${words.limit} bash -c ${quote(bash)} ${words.address} ${words.port} ${words.request}
  elif has python3; then
    python3 -c ${quote(python)} ${words.address} ${words.port} ${words.limit} ${words.request}
  elif has curl; then
    curl -gsv -i --raw --http1.1 --noproxy '*' -m ${words.limit} -A ${userAgent} -H ${words.host} -H 'Accept:' ${words.url}
  elif has wget && wget --version >/dev/null 2>&1; then
    wget -nv -S -O - --content-on-error --max-redirect=0 --no-proxy -t 1 -T ${words.limit} -U ${userAgent} --header ${words.host} ${words.url}
  else
    exit ${String(noMeans)}
  fi
}
seaworthy_probe </dev/null
`
}

const explain = (stderr: string): Asked => {
  const lines = stderr.trim().split('\n')
  const detail = (
    lines.findLast((line) => /refused|route|unreachable|resolve|timed out|not known/i.test(line)) ??
    lines.at(-1) ??
    ''
  ).slice(0, 300)
  if (/refused/i.test(detail)) return { outcome: 'refused' }
  if (/no route|unreachable|resolve|timed out|not known/i.test(detail))
    return { outcome: 'unreachable', detail }
  return { outcome: 'broken', detail: detail === '' ? 'no answer' : detail }
}

/**
 * wget -S prints the headers to standard error, each behind two blanks. Those about the body's form
 * go: wget has undone it.
 */
const fromWget = (stdout: Buffer, stderr: string): Buffer | undefined => {
  const lines = stderr.split('\n').filter((line) => /^ {2}\S/.test(line))
  if (lines[0]?.startsWith('  HTTP/') !== true) return undefined
  const head = lines
    .map((line) => line.trim())
    .filter((line) => !/^(?:transfer-encoding|content-length):/i.test(line))
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), stdout])
}

/** Asks by a program on the host: bash, python3, curl or GNU wget, whichever is there. */
export const scriptWay =
  (connection: Connection): Way =>
  async (place, timeoutMs, signal) => {
    // The probe's own limit strikes first; this one ends what is left on the host.
    const script = probeScript(place, Math.ceil(timeoutMs / 1000) + 1)
    const limits = { stdoutBytes: answerBytes, stderrBytes: answerBytes }
    const { code, stdout, stderr } = await connection.exec(script, limits, signal)
    const words = stderr.toString('utf8')
    const received = fromWget(stdout, words) ?? stdout
    if (received.length > 0) return askThrough(replayOf(received), place, signal)
    return code === noMeans
      ? { outcome: 'forbidden', detail: 'the host has no bash, python3, curl or wget to ask with' }
      : explain(words)
  }
