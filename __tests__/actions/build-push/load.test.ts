import { describe, expect, test } from '@jest/globals'
import { loginOf, warnOfDyingLogin } from '../../../src/actions/build-push/load.ts'
import type { BuildInputs } from '../../../src/actions/build-push/read.ts'
import type { Registry } from '../../../src/config/config.ts'
import { plainFile, plainInputs, run } from './support.ts'

const login = (registry: Partial<Registry>, inputs: Partial<BuildInputs> = {}) =>
  loginOf(
    { ...plainFile, registry: { ...plainFile.registry, ...registry } },
    { ...plainInputs, ...inputs },
    { run },
  )

describe('who pushes', () => {
  test("to ghcr.io is the job itself, whatever deploy.yml's hosts log in with", () => {
    expect(login({ password: 'for the hosts' })).toEqual({
      ...{ server: 'ghcr.io', username: 'ada', password: 'job-token' },
    })
  })

  test('to any other registry is whom deploy.yml names', () => {
    const registry = { server: undefined, username: 'acme', password: 'hub' }
    expect(login(registry)).toEqual(registry)
    expect(login({ password: 'ghcr' }, { token: undefined })).toMatchObject({ password: 'ghcr' })
  })

  test('is whom the inputs name, before all', () => {
    const given = { username: 'bot', password: 'given' }
    expect(login({}, given)).toEqual({ server: 'ghcr.io', ...given })
    expect(login({}, { password: 'given' })).toMatchObject({ username: 'acme' })
  })

  test('to a registry on the machine that deploys is nobody', () => {
    const given = { username: 'bot', password: 'given' }
    expect(login({ server: 'localhost:5555', username: '', password: '' })).toBeUndefined()
    expect(login({ server: 'localhost:5555' }, given)).toBeUndefined()
  })

  test('has a name', () => {
    expect(() => login({ username: '' }, { password: 'given' })).toThrow(
      'registry-password has no user to go with it.',
    )
  })
})

const warnings = (registry: Partial<Registry>, inputs: Partial<BuildInputs> = {}) => {
  const told: string[] = []
  const log = {
    ...{ info: () => 0, debug: () => 0, group: () => 0, endGroup: () => 0, notice: () => 0 },
    ...{ error: () => 0, hostText: () => 0, warning: (text: string) => void told.push(text) },
  }
  const file = { ...plainFile, registry: { ...plainFile.registry, ...registry } }
  warnOfDyingLogin(file, { ...plainInputs, ...inputs }, { log })
  return told
}

describe("the job's token as the hosts' login", () => {
  test('is warned of', () => {
    expect(warnings({ password: 'job-token' })).toEqual([
      expect.stringContaining('Give them a token of their own that may only read packages'),
    ])
  })

  test('is not seen where there is none', () => {
    expect(warnings({ password: 'own' })).toEqual([])
    expect(warnings({ password: '' }, { token: undefined })).toEqual([])
    expect(warnings({ server: 'r.lab:5000', password: 'job-token' })).toEqual([])
  })
})
