import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SeaworthyError } from '../../src/base/error.ts'
import { createBuffers } from '../../src/backup/archive/buffers.ts'
import { rechunk } from '../../src/backup/archive/rechunk.ts'
import { parseManifestText } from '../../src/backup/parse-manifest.ts'
import { parseDetails, renderLock } from '../../src/host/lock.ts'
import { parseJournal, renderJournal } from '../../src/host/journal.ts'
import { addRelease, parseReleases, type Release } from '../../src/host/releases.ts'
import { parseScriptOutput } from '../../src/host/render.ts'
import { endpointOf } from '../../src/image/registry/endpoint.ts'
import { hostName, matchesHost } from '../../src/ssh/host-pattern.ts'
import { parseKnownHosts } from '../../src/ssh/known-hosts.ts'
import { manifestOf } from '../backup/archive/support.ts'
import { sampleJournal } from '../host/sample.ts'

// docs/decisions/0009 lists these beside the properties that stand with what they are about.
const runs = { numRuns: 1000 }

const line = fc
  .string({ unit: 'binary' })
  .map((text) => text.toWellFormed().replace(/\s+/g, ' ').trim())
const word = fc.stringMatching(/^[\w.-]{1,12}$/)

const keyLine = fc
  .tuple(
    word,
    fc.constantFrom('', '@revoked ', '@cert-authority '),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
  )
  .map(([host, marker, bytes]) => {
    const strings = [Buffer.from('ssh-ed25519'), Buffer.from(bytes)].flatMap((part) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(part.length)
      return [length, part]
    })
    const key = Buffer.concat(strings)
    return {
      host,
      marker,
      key,
      text: `${marker}${host} ssh-ed25519 ${key.toString('base64')} a comment`,
    }
  })

test('known_hosts: every line comes back as the key that it was, with its marker', () => {
  fc.assert(
    fc.property(fc.array(keyLine, { minLength: 1, maxLength: 5 }), (lines) => {
      const { keys, pins } = parseKnownHosts(['# ours', lines.map(({ text }) => text).join('\r\n')])
      expect(pins).toEqual([])
      expect(keys).toEqual(
        lines.map(({ host, marker, key }) => ({
          ...{ hosts: host, type: 'ssh-ed25519', key },
          marker: marker === '' ? 'none' : marker.trim().slice(1),
        })),
      )
    }),
    runs,
  )
})

test('known_hosts: a line that is cut off is told with its number, never taken', () => {
  fc.assert(
    fc.property(keyLine, fc.integer({ min: 4, max: 40 }), ({ text, key }, less) => {
      const end = text.indexOf(key.toString('base64')) + key.toString('base64').length
      expect(() => parseKnownHosts([text.slice(0, end - less)])).toThrow('line 1: ')
    }),
    runs,
  )
})

test('known_hosts: any text is read, or refused with one mistake for each wrong line', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
      try {
        parseKnownHosts([lines.join('\n')])
      } catch (error) {
        expect(error).toMatchObject({ code: 'input-invalid' })
      }
    }),
    runs,
  )
})

test('a host is matched by its own name in any case and by stars, never where it is excluded', () => {
  fc.assert(
    fc.property(word, fc.integer({ min: 1, max: 65_535 }), fc.nat(12), (host, port, cut) => {
      const name = hostName(host, port)
      const star = port === 22 ? `${host.slice(0, cut)}*` : `[*]:${String(port)}`
      expect(matchesHost(name.toUpperCase(), name)).toBe(true)
      expect(matchesHost(`other.example,${star}`, name)).toBe(true)
      expect(matchesHost(`${star},!${name}`, name)).toBe(false)
      expect(matchesHost(`x${name}`, name)).toBe(false)
    }),
    runs,
  )
})

test("a lock's details are three lines of base64 that Ruby reads, and come back", () => {
  const by = line.map((text) => text.replaceAll(' at ', ' ').trim() || 'ann')
  fc.assert(
    fc.property(by, word, word, line, (who, at, version, message) => {
      const text = renderLock({ by: who, at, version, message: message || 'm' })
      expect(text).toMatch(/^([A-Za-z0-9+/=]{1,60}\n)+$/)
      expect(parseDetails(text)).toEqual({ by: who, at, version, message: message || 'm' })
    }),
    runs,
  )
})

test('a journal comes back as it was, and no other text is one', () => {
  fc.assert(
    fc.property(line, line, fc.string(), (token, version, other) => {
      const journal = { ...sampleJournal(token), version }
      expect(parseJournal(renderJournal(journal))).toEqual(JSON.parse(JSON.stringify(journal)))
      expect(parseJournal(renderJournal(journal).slice(0, -1))).toBeUndefined()
      expect(parseJournal(other)).toBeUndefined()
    }),
    runs,
  )
})

test('of releases the last twenty come back, each run once, whatever stands between them', () => {
  const release = fc.record<Release>({
    ...{ version: line, digest: line, roles: fc.array(line, { maxLength: 2 }), at: line },
    ...{ run: fc.constantFrom('1', '2', '3'), actor: line, outcome: fc.constant('deployed') },
  })
  fc.assert(
    fc.property(fc.array(release, { maxLength: 30 }), release, fc.string(), (old, last, torn) => {
      const text = addRelease(old, last)
      const read = parseReleases(`${text}${torn.replaceAll('{', '')}`)
      expect(read.length).toBeLessThanOrEqual(20)
      expect(read.at(-1)).toEqual(last)
      expect(read.filter((one) => one.run === last.run && one.version === last.version)).toEqual([
        last,
      ])
      expect(addRelease(read, last)).toBe(text)
    }),
    runs,
  )
})

test('what a script found comes back, whatever the commands of the host print between', () => {
  const noise = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('@seaworthy', ''))
  fc.assert(
    fc.property(fc.dictionary(word, fc.string({ unit: 'binary' })), noise, (found, printed) => {
      const values = Object.fromEntries(
        Object.entries(found).map(([key, text]) => [`as/${key}`, text.toWellFormed()]),
      )
      const stdout = Object.entries(values)
        .map(
          ([key, text]) =>
            `\n@seaworthy value ${key} ${Buffer.from(text).toString('base64')}\n${printed}`,
        )
        .join('')
      expect(parseScriptOutput(stdout)).toEqual({ values, failedAt: undefined })
    }),
    runs,
  )
})

const digest = 'a'.repeat(64)
const whole = JSON.stringify(
  manifestOf({
    dump: { bytes: 1, sha256: digest, chunks: 1 },
    texts: { 'globals.sql': digest, 'schema.sql': digest },
  }),
)

test('a manifest that is cut off or changed anywhere is refused as damaged, or reads whole', () => {
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.string({ maxLength: 3 }), (at, instead) => {
      expect(() => parseManifestText(whole.slice(0, at))).toThrow(SeaworthyError)
      try {
        const read = parseManifestText(`${whole.slice(0, at)}${instead}${whole.slice(at + 1)}`)
        expect(read.format).toBe(1)
      } catch (error) {
        expect(error).toMatchObject({ code: 'backup-damaged' })
      }
    }),
    runs,
  )
})

test('a manifest comes back as it was written, whatever things are called', () => {
  const name = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed())
  fc.assert(
    fc.property(name, name, fc.bigInt(), (schema, table, checksum) => {
      const written = manifestOf({
        dump: { bytes: 1, sha256: digest, chunks: 1 },
        texts: { 'globals.sql': digest, 'schema.sql': digest },
      })
      const one = {
        schema,
        name: table,
        rows: '1',
        checksum: String(checksum),
        columns: [table],
        bytes: 1,
      }
      const manifest = { ...written, fingerprint: { ...written.fingerprint, tables: [one] } }
      expect(parseManifestText(JSON.stringify(manifest))).toEqual(manifest)
    }),
    runs,
  )
})

test('a dump is cut into chunks of one size and comes back, however it arrives', async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 1, max: 50 }), async (arriving, size) => {
      const source = (async function* () {
        for (const piece of arriving) yield Buffer.from(await Promise.resolve(piece))
      })()
      const chunks: Buffer[] = []
      for await (const { content } of rechunk(source, createBuffers(size)))
        chunks.push(Buffer.from(content))
      expect(Buffer.concat(chunks).equals(Buffer.concat(arriving))).toBe(true)
      expect(chunks.slice(0, -1).every(({ length }) => length === size)).toBe(true)
      expect(chunks.at(-1)?.length).not.toBe(0)
    }),
    runs,
  )
})

test("an image's name goes to the registry that Docker would ask", () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,8}$/)
  const server = fc.oneof(
    part.map((one) => `${one}.example`),
    fc
      .tuple(part, fc.integer({ min: 1, max: 65_535 }))
      .map(([one, port]) => `${one}:${String(port)}`),
    fc.constant('localhost'),
  )
  fc.assert(
    fc.property(server, fc.array(part, { minLength: 1, maxLength: 3 }), (host, parts) => {
      const name = parts.join('/')
      expect(endpointOf(`${host}/${name}`)).toEqual({ host, name })
      const onHub = endpointOf(`docker.io/${name}`)
      expect(onHub.name).toBe(parts.length === 1 ? `library/${name}` : name)
      if (parts[0] !== 'localhost') expect(endpointOf(name)).toEqual(onHub)
    }),
    runs,
  )
})
