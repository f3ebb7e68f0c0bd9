import { describe, expect, test } from '@jest/globals'
import { environmentOn } from '../../src/config/config.ts'
import { configOf, deployYml, mistakesOf, type Checkout } from './support.ts'

const servers =
  'servers: {web: {hosts: [a, {b: eu}, {c: [eu, big]}, {d: [big, eu]}, {e: nobody}, {f: big}], env: {clear: {SIZE: role, ROLE: web}, secret: [TOKEN:ROLE_TOKEN]}}, job: [{b: eu}]}'
const env = `env:
  clear: {SIZE: root, REGION: us, MORE: "1"}
  secret: [KEY, TOKEN]
  tags:
    eu: {REGION: eu, SIZE: small}
    big:
      clear: {SIZE: big, MORE: ""}
      secret: [KEY:BIG_KEY, EXTRA]
`
const secrets = 'KEY=k\nTOKEN=t\nROLE_TOKEN=rt\nBIG_KEY=bk\nEXTRA=x\n'
const checkout = (added = env): Checkout => ({
  files: { 'deploy.yml': deployYml(added, { servers }), '.kamal/secrets': secrets },
})
const [web, job] = configOf(checkout()).roles

const plain = {
  clear: { SIZE: 'role', REGION: 'us', MORE: '1', ROLE: 'web' },
  secret: { KEY: 'k', TOKEN: 'rt' },
}

const small = { ...plain.clear, REGION: 'eu', SIZE: 'small' }
const big = { KEY: 'bk', TOKEN: 'rt', EXTRA: 'x' }

describe('the environment of a host is the root’s, the role’s, then that of each of its tags', () => {
  test.each([
    ['no tags', 'a', plain],
    ['a tag in the simple form', 'b', { clear: small, secret: plain.secret }],
    [
      'two tags, the later one over the earlier',
      'c',
      { clear: { ...small, SIZE: 'big', MORE: null }, secret: big },
    ],
    ['the same two the other way round', 'd', { clear: { ...small, MORE: null }, secret: big }],
    ['a tag that env/tags does not have, which Kamal passes over', 'e', plain],
    [
      'a tag with secrets of its own',
      'f',
      { clear: { ...plain.clear, SIZE: 'big', MORE: null }, secret: big },
    ],
  ])('%s', (_, host, expected) => {
    expect(environmentOn(web!, host)).toEqual(expected)
  })

  test('each role of a host has its own', () => {
    expect(environmentOn(job!, 'b').clear).toEqual({ SIZE: 'small', REGION: 'eu', MORE: '1' })
    expect(environmentOn(job!, 'b').secret).toEqual({ KEY: 'k', TOKEN: 't' })
  })

  test('names keep the order in which they first came, as in Kamal’s env file', () => {
    expect(Object.keys(environmentOn(web!, 'c').secret)).toEqual(['KEY', 'TOKEN', 'EXTRA'])
    expect(Object.keys(environmentOn(web!, 'c').clear)).toEqual(['SIZE', 'REGION', 'MORE', 'ROLE'])
  })

  test('only hosts whose tags say something stand apart', () => {
    expect(Object.keys(web!.tagged)).toEqual(['b', 'c', 'd', 'f'])
  })
})

describe('mistakes in tags are told where they stand', () => {
  test.each([
    ['env: {tags: []}', '5:13 env/tags: should be a hash'],
    ['env: {tags: {eu: x}}', '5:18 env/tags/eu: should be a hash'],
    ['env: {tags: {eu: {A: []}}}', '5:22 env/tags/eu/A: should be a string'],
    [
      'env: {tags: {eu: {clear: {}, A: 1}}}',
      '5:30 env/tags/eu: unknown key: A; allowed: clear, secret (or move it under clear)',
    ],
    [
      'env: {tags: {eu: {secret: [NOT_THERE]}}}',
      "5:28 env/tags/eu/secret/0: Secret 'NOT_THERE' not found in .kamal/secrets",
    ],
    ['env: {tags: {eu: {tags: {}}}}', '5:25 env/tags/eu: tags are only allowed in the root env'],
    ['env: {tags: {eu: {"A B": 1}}}', '5:19 env/tags/eu/A B: not the name of a variable: "A B"'],
  ])('%s', (added, mistake) => {
    const found = mistakesOf({
      files: { 'deploy.yml': deployYml(added), '.kamal/secrets': secrets },
    })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`deploy.yml:${mistake}`)
  })
})
