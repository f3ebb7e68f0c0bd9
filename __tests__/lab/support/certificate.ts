import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'node:https'
import { TLSSocket } from 'node:tls'
import type { LabHost } from '../../../lab/kit/lab.ts'

export interface Pair {
  readonly chain: string
  readonly key: string
}

/** A new certificate for one name, valid for a day, and its key. */
export const makeCertificate = (name: string): Pair => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-certificate-'))
  const [chain, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc']
  const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`]
  try {
    const files = ['-keyout', key, '-out', chain]
    const args = ['req', '-x509', '-days', '1', ...curve, ...names, ...files]
    execFileSync('openssl', args, { stdio: 'pipe' })
    return { chain: readFileSync(chain, 'utf8'), key: readFileSync(key, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface Secured {
  readonly status: number
  readonly body: string
  /** The server's certificate, as base64 of what is between its first and last line. */
  readonly certificate: string
}

/** What a visitor of `https://NAME/PATH` gets from a host; any certificate is taken, and told. */
export const visit = (host: LabHost, name: string, path: string): Promise<Secured> =>
  new Promise((resolve, reject) => {
    const options = {
      ...{ host: host.address, port: 443, path, servername: name, agent: false },
      headers: { host: name },
      rejectUnauthorized: false,
      signal: AbortSignal.timeout(30_000),
    }
    request(options, (response) => {
      const { socket } = response
      const raw = socket instanceof TLSSocket ? socket.getPeerCertificate().raw : Buffer.alloc(0)
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, certificate: raw.toString('base64') }),
      )
    })
      .on('error', reject)
      .end()
  })

/** A certificate in PEM as `visit` tells it. */
export const told = ({ chain }: Pair): string => chain.replaceAll(/-----.*-----|\s/g, '')
