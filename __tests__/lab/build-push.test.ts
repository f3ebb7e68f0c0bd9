import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addHost, onHost, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { served } from '../../lab/kit/inspect.ts'
import { tagImage } from '../../src/image/registry/image.ts'
import { runAction } from '../../lab/kit/runner.ts'
import { watchArgv } from './support/argv.ts'
import { makeBuiltApp, withBuilder, type BuiltApp } from './support/builder.ts'
import { digestOf, labRegistry, labelsIn, tagsOf } from './support/registry.ts'
import { registryPassword } from './support/service.ts'

let builder: LabHost
let host: LabHost
let app: BuiltApp

const dockerfile = (...lines: readonly string[]): { readonly Dockerfile: string } => ({
  Dockerfile: [`FROM ${app.base}`, ...lines, ''].join('\n'),
})

const usual = () =>
  dockerfile(
    'ARG GREETING=none',
    'ENV APP_VERSION=built',
    'RUN --mount=type=secret,id=NPM_TOKEN,required=true test -s /run/secrets/NPM_TOKEN && echo "$GREETING" >/greeting',
  )

beforeAll(async () => {
  builder = await withBuilder('builder')
  host = await addHost('built')
  app = await makeBuiltApp('built', builder, [host])
}, 180_000)

afterAll(async () => {
  app.remove()
  await removeHost('built')
  await removeHost('builder')
}, 60_000)

describe('an app that is built, pushed and shipped', () => {
  let digest = ''

  test('is pushed under its commit alone, with the labels that Kamal and GHCR want', async () => {
    const commit = app.commit(usual(), { args: { GREETING: 'ahoy' } })
    const run = app.run()
    const sight = await watchArgv(run)
    const result = await run
    expect([result.exitCode, result.annotations]).toEqual([0, []])
    digest = result.outputs['digest'] ?? ''
    expect(result.outputs).toEqual({
      image: `${app.repository}@${digest}`,
      digest: await digestOf(app.repository, commit),
      version: commit,
      cached: 'false',
      seconds: expect.stringMatching(/^\d+\.\d$/),
    })
    expect(await tagsOf(app.repository)).toEqual([commit])
    expect(await labelsIn(app.repository, commit)).toMatchObject({
      service: app.name,
      'org.opencontainers.image.source': 'https://github.com/acme/shop',
      'org.opencontainers.image.revision': commit,
      'org.opencontainers.image.version': commit,
      'org.opencontainers.image.created': expect.stringMatching(/^20\d\d-.*Z$/),
      'seaworthy.build': expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    const lines = [...sight.lines].join('\n')
    expect(lines).toContain('--secret id=NPM_TOKEN,env=SEAWORTHY_BUILD_SECRET_0')
    expect(lines.includes(app.canary) || lines.includes(registryPassword())).toBe(false)
    expect(result.summary).toContain('is built and pushed')
  }, 120_000)

  test('its layers are kept beside it, and its secret is nowhere in it', async () => {
    expect(await tagsOf(`${app.repository}-build-cache`)).toEqual(['latest'])
    const reference = `${app.repository}@${digest}`
    const look = [
      `head -n 1 | docker login -u lab --password-stdin ${readLab().registry.server} >/dev/null 2>&1`,
      `docker pull -q ${reference} >/dev/null`,
      `(docker history --no-trunc ${reference}; docker inspect ${reference}) >/tmp/seen`,
      `docker export $(docker create ${reference}) >>/tmp/seen`,
      'docker logout registry.lab:5000 >/dev/null',
    ]
    await onHost(builder, look.join(' && '), { input: `${registryPassword()}\n` })
    const found = (text: string) => onHost(builder, 'grep -qaFf - /tmp/seen', { input: text })
    expect(await found('/run/secrets/NPM_TOKEN')).toMatchObject({ code: 0 })
    expect(await found('ahoy')).toMatchObject({ code: 0 })
    expect(await found(app.canary)).toMatchObject({ code: 1 })
  }, 60_000)

  test('is not built twice', async () => {
    const result = await app.run()
    expect(result).toMatchObject({ exitCode: 0, outputs: { cached: 'true', digest } })
    expect(result.log).not.toContain('docker buildx build')
    expect(result.summary).toContain('was built before')
  }, 60_000)

  test('is shipped by its digest', async () => {
    const result = await runAction('deploy', {
      workspace: app.workspace.path,
      inputs: { 'image-digest': digest, 'ssh-private-key': readLab().key },
      env: { REGISTRY_PASSWORD: registryPassword() },
    }).result
    expect(result).toMatchObject({
      exitCode: 0,
      outputs: { outcome: 'deployed', image: `${app.repository}@${digest}` },
    })
    expect(await served(host, `${app.name}.lab`)).toMatchObject({ status: 200, version: 'built' })
  }, 120_000)

  test('is called latest once it serves, without a pull or a build', async () => {
    await tagImage(labRegistry(app.repository), digest, 'latest')
    expect(await digestOf(app.repository, 'latest')).toBe(digest)
    expect(await labelsIn(app.repository, 'latest')).toMatchObject({ service: app.name })
    const refused = tagImage(labRegistry(app.repository, 'wrong'), digest, 'other')
    await expect(refused).rejects.toMatchObject({ code: 'registry-refused' })
    expect(await tagsOf(app.repository)).not.toContain('other')
  }, 60_000)

  test('is built again when asked, with another argument, and when files are changed', async () => {
    const again = await app.run({ rebuild: 'true' })
    expect(again.outputs).toMatchObject({ cached: 'false' })
    const other = await app.run({ 'build-args': 'GREETING=hello' })
    expect(other.outputs).toMatchObject({ cached: 'false' })
    expect(other.outputs['digest']).not.toBe(digest)
    const same = await app.run({ 'build-args': 'GREETING=hello' })
    expect(same.outputs).toMatchObject({ cached: 'true', digest: other.outputs['digest'] })
    app.workspace.write({ 'more.txt': 'not committed' })
    for (let times = 0; times < 2; times += 1) {
      const dirty = await app.run({ 'build-args': 'GREETING=hello', rebuild: String(times === 0) })
      expect(dirty.outputs).toMatchObject({ cached: 'false' })
      expect(dirty.annotations).toEqual([
        { kind: 'warning', message: expect.stringContaining('does not hold more.txt') },
      ])
    }
  }, 120_000)

  test('is as good when its layers can be kept nowhere', async () => {
    const gone = { type: 'registry', options: 'mode=max,ref=127.0.0.1:9/gone' }
    app.commit(usual(), { args: { GREETING: 'ahoy' }, cache: gone })
    const broken = await app.run()
    expect(broken).toMatchObject({ exitCode: 0, outputs: { cached: 'false' } })
    expect(broken.log).toMatch(/ERROR: .*127\.0\.0\.1:9/)
    const without = await app.run({ cache: 'gha', rebuild: 'true' })
    expect(without).toMatchObject({ exitCode: 0, outputs: { cached: 'false' } })
    expect(without.annotations).toMatchObject([
      { kind: 'warning', message: expect.stringContaining("GitHub's cache service is not there") },
    ])
  }, 120_000)
})
