import { describe, expect, test } from '@jest/globals'
import type { DockerCall } from '../../../src/host/docker-call.ts'
import { pullImage, resolveImage } from '../../../src/host/docker.ts'
import { explainDocker } from '../../../src/rollout/explain.ts'

const digest = `sha256:${'39a9a616b5c0'.repeat(5)}39a9`
const zeros = '0'.repeat(64)
const far = pullImage('registry.lab:5000/lab/shop', digest, {
  ...{ server: 'registry.lab:5000', username: 'lab', password: 'geheim' },
})

const explained = (call: DockerCall, status: number, message: string) => {
  const { code, message: told, hint } = explainDocker('h1', call, { status, message })
  return { code, told, hint }
}

describe('a registry on the machine that deploys', () => {
  const registry = { server: 'localhost:5555', username: '', password: '' }
  const local = pullImage('localhost:5555/shop', digest, registry)

  test('is asked without a login, and over a port that is lent', () => {
    expect(local).toMatchObject({ registryPort: 5555 })
    expect(local).not.toHaveProperty('registryAuth')
    expect(resolveImage('localhost:5555/shop:v2', registry)).toMatchObject({ registryPort: 5555 })
    expect(far).not.toHaveProperty('registryPort')
  })

  test('that has no such image may be that of another job', () => {
    const said = `manifest for localhost:5555/shop@sha256:${zeros} not found: manifest unknown`
    expect(explained(local, 404, said)).toEqual({
      code: 'image-missing',
      told: 'pull localhost:5555/shop@sha256:39a9a616b5c0 on h1 failed: the registry on the machine that deploys has no such image',
      hint: 'It ends with the job that pushed to it: build and deploy in one job (the one step does both), use a runner of your own, which keeps it, or name a registry that stays.',
    })
  })

  test('that Docker does not reach may be hidden from it', () => {
    const said = 'Get "http://localhost:5555/v2/": dial tcp 127.0.0.1:5555: connect: refused'
    expect(explained(local, 500, said)).toMatchObject({
      code: 'registry-unreachable',
      hint: expect.stringContaining('rootless Docker'),
    })
  })
})
