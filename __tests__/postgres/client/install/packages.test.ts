import { expect, test } from '@jest/globals'
import { complaintsOf, packagesOf } from '../../../../src/postgres/client/install/packages.ts'

const simulated = `NOTE: This is only a simulation!
Inst libc6 [2.36-9] (2.36-10 Debian:12/stable [amd64])
Inst perl-base [5.36.0-7] (5.36.0-8 Debian:12/stable [amd64])
Inst libperl5.36 (5.36.0-8 Debian:12/stable [amd64])
Inst libssl-dev [3.0.18-1] (3.0.19-1 Debian:12/stable [amd64])
Inst libpq5 [15.18-0+deb12u1] (18.4-1.pgdg12+1 PostgreSQL for Debian:bookworm-pgdg [amd64])
Inst libldap-2.5-0 (2.5.13+dfsg-5 Debian:12/stable [amd64])
Inst postgresql-client-common (270.pgdg12+1 PostgreSQL for Debian:bookworm-pgdg [all])
Inst postgresql-client-18 (18.4-1.pgdg12+1 PostgreSQL for Debian:bookworm-pgdg [amd64])
Conf libldap-2.5-0 (2.5.13+dfsg-5 Debian:12/stable [amd64])
`

test('a client and its libraries are fetched, never the C library, Perl or headers', () => {
  expect(packagesOf(18, simulated)).toEqual([
    'libpq5=18.4-1.pgdg12+1',
    'libldap-2.5-0=2.5.13+dfsg-5',
    'postgresql-client-18=18.4-1.pgdg12+1',
  ])
})

test('a client of another major is none', () => {
  const found = packagesOf(17, simulated)
  expect(found.filter((name) => name.startsWith('postgresql'))).toEqual([])
})

test('of all that apt says its complaints are shown', () => {
  const said = `Get:1 file:/r lab InRelease\nErr:1 file:/r lab InRelease\n  a detail\nW: no\nE: no key\nReading...`
  expect(complaintsOf(said)).toEqual(['Err:1 file:/r lab InRelease', 'W: no', 'E: no key'])
})
