import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { connects, failure, known, printOf, publicOf } from './attempt.ts'
import { makeKey, startSshd, stopAll } from './sshd.ts'
import type { Sshd } from './sshd.ts'

let sshd: Sshd

beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(stopAll)

const withPort = (name: string, from: Sshd): string => `[${name}]:${String(from.port)}`

describe('the host key', () => {
  test('that is not known is refused with its fingerprint and the exact line to add', async () => {
    const error = await failure(sshd.target(known()))
    expect(error.code).toBe('host-key-unknown')
    expect(error.message).toBe(
      `The host key of h1 (127.0.0.1:${String(sshd.port)}) is not known: it showed ${printOf(sshd.knownLine)}.`,
    )
    expect(error.evidence).toContain(sshd.knownLine)
    expect(await connects(sshd.target(known(error.evidence.at(-1)!)))).toBe(true)
  })

  test('that has changed is refused with both fingerprints', async () => {
    const other = publicOf(makeKey(join(sshd.folder, 'other')))
    const error = await failure(sshd.target(known(`${withPort('127.0.0.1', sshd)} ${other}`)))
    expect(error.code).toBe('host-key-changed')
    expect(error.message).toContain(
      `it showed ${printOf(sshd.knownLine)}, expected was ${printOf(other)}`,
    )
    expect(error.hint).toContain(sshd.knownLine)
  })

  test('that is revoked is refused though it is listed', async () => {
    const key = sshd.knownLine.replace(/^\S+ /, '')
    const error = await failure(sshd.target(known(sshd.knownLine, `@revoked * ${key}`)))
    expect(error.code).toBe('host-key-revoked')
  })

  test('that is known by an authority only is refused and asks for the key itself', async () => {
    const key = publicOf(makeKey(join(sshd.folder, 'ca')))
    const error = await failure(sshd.target(known(`@cert-authority * ${key}`)))
    expect(error.code).toBe('host-key-unknown')
    expect(error.message).toContain('certificate authority only')
    expect(error.evidence).toContain(sshd.knownLine)
  })

  test('is found by a hashed line', async () => {
    const path = join(sshd.folder, 'known_hosts')
    execFileSync('sh', ['-c', `echo '${sshd.knownLine}' > ${path}; ssh-keygen -q -H -f ${path}`], {
      stdio: 'ignore',
    })
    const hashed = readFileSync(path, 'utf8')
    expect(hashed).toMatch(/^\|1\|/)
    expect(await connects(sshd.target(known(hashed)))).toBe(true)
  })

  describe('of a server that has several', () => {
    let several: Sshd
    let ecdsa = ''
    beforeAll(async () => {
      const path = makeKey(join(sshd.folder, 'ecdsa'), '-t', 'ecdsa')
      ecdsa = publicOf(path)
      several = await startSshd([`HostKey ${path}`])
    })

    test('is shown in the type that is pinned', async () => {
      const line = `${withPort('127.0.0.1', several)} ${ecdsa}`
      expect(await connects(several.target(known(line)))).toBe(true)
    })
    test('is found by its fingerprint, whichever type it has', async () => {
      expect(await connects(several.target(known(printOf(ecdsa))))).toBe(true)
      expect(await connects(several.target(known(printOf(several.knownLine))))).toBe(true)
    })
    test('is refused when no type has the fingerprint', async () => {
      const wrong = `SHA256:${'A'.repeat(43)}`
      expect((await failure(several.target(known(wrong)))).code).toBe('host-key-unknown')
    })
  })
})
