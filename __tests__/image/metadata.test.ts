import { expect, test } from '@jest/globals'
import { readMetadata } from '../../src/image/metadata.ts'

const bytes = (text: string): string => Buffer.from(text).toString('base64')
const digest = `sha256:${'4b'.repeat(32)}`

/** As a newer buildx writes it. */
const warning = {
  vertex: `sha256:${'1'.repeat(64)}`,
  level: 1,
  short: bytes("FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 3)"),
  detail: [bytes('The casing should be the same')],
  url: 'https://docs.docker.com/go/dockerfile/rule/from-as-casing/',
  sourceInfo: { filename: 'Dockerfile', data: bytes('FROM x'), language: 'Dockerfile' },
  range: [{ start: { line: 3 }, end: { line: 3 } }],
}

test('the digest and the build checks are read', () => {
  const text = JSON.stringify({
    'buildx.build.warnings': [warning],
    'containerimage.digest': digest,
  })
  expect(readMetadata(text)).toEqual({
    digest,
    checks: [
      {
        rule: 'FromAsCasing',
        message:
          "'as' and 'FROM' keywords' casing do not match\nThe casing should be the same\nhttps://docs.docker.com/go/dockerfile/rule/from-as-casing/",
        place: { file: 'Dockerfile', line: 3 },
      },
    ],
  })
})

test.each(['', '{', '[]', '{"containerimage.digest": "x", "buildx.build.warnings": {}}'])(
  'nothing is made of %j',
  (text) => {
    expect(readMetadata(text)).toEqual({ digest: undefined, checks: [] })
  },
)

test('a warning that says little is still told', () => {
  const text = JSON.stringify({ 'buildx.build.warnings': [{ short: bytes('odd') }, 7] })
  expect(readMetadata(text).checks).toEqual([
    { rule: 'build check', message: 'odd', place: undefined },
  ])
})
