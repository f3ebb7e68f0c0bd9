import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { makeDockerConfig, withLogin } from '../../../src/image/docker/config-folder.ts'

const login = { server: 'ghcr.io', username: 'ada', password: 'p:w' }
const auth = Buffer.from('ada:p:w').toString('base64')
let temp = ''

beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'seaworthy-test-'))
})
afterEach(() => rmSync(temp, { recursive: true, force: true }))

test("the login is laid over the user's settings, whose other logins stay", () => {
  const config = {
    ...{ proxies: { a: 1 }, credsStore: 'desktop', credHelpers: { 'gcr.io': 'gcr' } },
    ...{ auths: { 'ghcr.io': { auth: 'old' }, 'other.io': { auth: 'kept' } }, currentContext: 'x' },
  }
  expect(withLogin(config, login, '/home/cli-plugins')).toEqual({
    ...config,
    cliPluginsExtraDirs: ['/home/cli-plugins'],
    auths: { 'ghcr.io': { auth }, 'other.io': { auth: 'kept' } },
    // A helper is asked first, and would know nothing of it.
    credHelpers: { 'gcr.io': 'gcr', 'ghcr.io': '' },
  })
})

test('Docker Hub has a key of its own', () => {
  const { auths } = withLogin({}, { ...login, server: undefined }, '/x')
  expect(auths).toEqual({ 'https://index.docker.io/v1/': { auth } })
})

test("nobody else reads the folder, and the user's is as it was", async () => {
  const from = join(temp, 'home')
  mkdirSync(join(from, 'contexts'), { recursive: true })
  writeFileSync(join(from, 'config.json'), '{"a": 1}')
  const folder = await makeDockerConfig(temp, from, login)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'config.json')).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toMatchObject({
    a: 1,
    auths: { 'ghcr.io': { auth } },
  })
  expect(existsSync(join(folder, 'contexts'))).toBe(true)
  expect(readFileSync(join(from, 'config.json'), 'utf8')).toBe('{"a": 1}')
})

test.each(['', 'no json', '[]'])('settings that read %j count for none', async (text) => {
  writeFileSync(join(temp, 'config.json'), text)
  const folder = await makeDockerConfig(temp, temp, login)
  expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toMatchObject({
    auths: { 'ghcr.io': { auth } },
  })
})
