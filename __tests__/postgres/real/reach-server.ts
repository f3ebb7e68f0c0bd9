import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../ssh/sshd.ts'

const bin = '/usr/lib/postgresql/15/bin'

const owner = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

export interface TcpServer {
  readonly folder: string
  readonly port: number
  /** The authority that signed the server's certificate, which is for `db.example.com`. */
  readonly authority: string
  stop(): void
}

const makeCertificates = (folder: string): void => {
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-subj',
    '/CN=test authority',
  )
  openssl(
    'req',
    ...key,
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
    '-subj',
    '/CN=db.example.com',
  )
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:db.example.com,DNS:localhost\n')
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names']
  openssl('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.crt', '-days', '2')
}

const rules = (withTls: boolean): string =>
  [
    'local all postgres trust',
    'local all all scram-sha-256',
    ...(withTls ? ['hostssl all only_tls 127.0.0.1/32 scram-sha-256'] : []),
    'host all only_tls 127.0.0.1/32 reject',
    'host all banned 127.0.0.1/32 reject',
    'host all all 127.0.0.1/32 scram-sha-256',
  ].join('\n')

/** A PostgreSQL 15 on 127.0.0.1 and a unix socket; user `shop` with password `s3cr3t!`. */
export const startTcpServer = async (withTls: boolean): Promise<TcpServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-tcp-'))
  const data = join(folder, 'data')
  const who = owner()
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(join(bin, program), args, { ...who, cwd: folder, stdio: 'ignore' })
  makeCertificates(folder)
  for (const name of ['', 'server.key', 'server.crt'])
    if (who.uid !== undefined && who.gid !== undefined)
      chownSync(join(folder, name), who.uid, who.gid)
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C.UTF-8')
  writeFileSync(join(data, 'pg_hba.conf'), `${rules(withTls)}\n`)
  const port = await freePort()
  const settings = [
    ...['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`],
    ...['fsync=off', `ssl=${withTls ? 'on' : 'off'}`],
    ...[`ssl_cert_file=${folder}/server.crt`, `ssl_key_file=${folder}/server.key`],
  ]
  const options = settings.map((setting) => `-c ${setting}`).join(' ')
  run('pg_ctl', '-D', data, '-w', '-o', options, '-l', join(folder, 'log'), 'start')
  const psql = (database: string, ...commands: readonly string[]) =>
    run(
      'psql',
      ...['-X', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-p', String(port), '-U', 'postgres'],
      ...['-d', database, ...commands.flatMap((command) => ['-c', command])],
    )
  psql(
    'postgres',
    ...['shop', 'banned', 'only_tls'].map((name) => `CREATE ROLE ${name} LOGIN PASSWORD 's3cr3t!'`),
    'GRANT pg_read_all_data TO shop',
    'CREATE DATABASE shop OWNER shop',
  )
  psql(
    'shop',
    'CREATE TABLE big AS SELECT g, repeat(md5(g::text), 40) AS filler FROM generate_series(1, 60000) g',
    'ALTER TABLE big OWNER TO shop',
  )
  return {
    folder,
    port,
    authority: join(folder, 'ca.crt'),
    stop: () => {
      run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true })
    },
  }
}
