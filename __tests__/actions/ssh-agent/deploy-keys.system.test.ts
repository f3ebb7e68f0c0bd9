import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { stopAll } from '../../ssh/sshd.ts'
import * as job from './job.ts'

const names = ['acme/one', 'acme/two'] as const
const keys = new Map<string, job.TestKey>()
let server: job.Server

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
  })

const makeRepository = (name: string): void => {
  const folder = join(server.folder, `${name}.git`)
  mkdirSync(folder, { recursive: true })
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main')
  const tree = git(folder, 'mktree', '--missing').trim()
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com']
  const commit = git(folder, ...who, 'commit-tree', tree, '-m', `This is ${name}`).trim()
  git(folder, 'update-ref', 'refs/heads/main', commit)
}

/** As on GitHub: a key opens one repository, and of any other it is said that there is none. */
const serve = `#!/bin/sh
if [ "$SSH_ORIGINAL_COMMAND" = "git-upload-pack '/$1.git'" ]; then
  exec git-upload-pack "$2/$1.git"
fi
echo "ERROR: Repository not found." >&2
exit 1
`

beforeAll(async () => {
  server = await job.newServer()
  writeFileSync(join(server.folder, 'serve'), serve, { mode: 0o755 })
  for (const name of names) {
    makeRepository(name)
    keys.set(name, job.newKey('-C', `${server.url}/${name}.git`))
  }
  const lines = [...keys].map(
    ([name, { publicLine }]) =>
      `restrict,command="${server.folder}/serve ${name} ${server.folder}" ${publicLine}\n`,
  )
  writeFileSync(join(server.folder, 'authorized_keys'), lines.join(''))
})
afterAll(async () => {
  await stopAll()
  job.removeAll()
})

const both = () => [...keys.values()].map(({ text }) => text).join('')
const inputs = () => ({ 'ssh-private-key': both(), 'ssh-known-hosts': server.knownLine })
const clone = (name: string): string =>
  `cd $(mktemp -d -p ${job.newFolder()}) && git clone --quiet ${server.url}/${name}.git r && git -C r log --format=%s`

describe('deploy keys', () => {
  test('two private repositories are cloned, each with its own key', async () => {
    const seen: string[] = []
    await job.useAgent(inputs(), async (later) => {
      for (const name of names) {
        const { stdout, stderr } = await job.step(later, clone(name))
        seen.push(stdout + stderr)
      }
    })
    expect(seen).toEqual(['This is acme/one\n', 'This is acme/two\n'])
  })

  test('the key of one repository does not open another', async () => {
    let said = ''
    const text = keys.get('acme/one')!.text
    await job.useAgent({ ...inputs(), 'ssh-private-key': text }, async (later) => {
      said = (await job.step(later, clone('acme/two'))).stderr
    })
    expect(said).toContain('ERROR: Repository not found.')
  })

  test('one given by a second step serves beside that of the first', async () => {
    const seen: string[] = []
    const [one, two] = names.map((name) => ({
      ...inputs(),
      'ssh-private-key': keys.get(name)!.text,
    }))
    await job.useAgent(one!, async (first) => {
      const later = async (second: typeof first): Promise<void> => {
        for (const name of names) seen.push((await job.step(second, clone(name))).stdout)
      }
      await job.useAgent(two!, later, { env: first.env })
    })
    expect(seen).toEqual(['This is acme/one\n', 'This is acme/two\n'])
  })

  test("all forms of a GitHub address lead to the key's own name, next to settings of yours", async () => {
    const key = job.newKey('-C', 'https://github.com/Acme/shop.git for CI')
    const addresses = [
      ...['https://github.com/Acme/shop', 'git@github.com:Acme/shop.git'],
      ...['ssh://git@github.com/Acme/shop.git', 'https://github.com/Acme/other'],
    ]
    let urls: readonly string[] = []
    let name = ''
    let config = ''
    const asked = addresses.map((address) => `git ls-remote --get-url ${address}`).join('\n')
    const env = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'user.name',
      GIT_CONFIG_VALUE_0: 'Grace',
    }
    const result = await job.useAgent(
      { 'ssh-private-key': key.text },
      async (later) => {
        urls = (await job.step(later, asked)).stdout.trim().split('\n')
        name = (await job.step(later, 'git config user.name')).stdout.trim()
        const alias = /@([^/]+)/.exec(urls[0] ?? '')?.[1] ?? ''
        config = (await job.step(later, `ssh -G ${alias}`)).stdout
      },
      { env },
    )
    const base = urls[0]!.replace(/\/Acme.*/, '')
    expect(base).toMatch(/^ssh:\/\/git@key-[0-9a-f]{16}\.github\.com$/)
    expect(urls).toEqual([
      ...[`${base}/Acme/shop`, `${base}/Acme/shop.git`, `${base}/Acme/shop.git`],
      'https://github.com/Acme/other',
    ])
    expect(name).toBe('Grace')
    expect(config).toMatch(/^hostname github\.com$/m)
    expect(config).toMatch(/^identitiesonly yes$/m)
    expect(config).toMatch(/^stricthostkeychecking true$/m)
    expect(result.exported).not.toHaveProperty('GIT_CONFIG_VALUE_0')
    expect(result.log).toContain('deploy key of github.com/Acme/shop')
  })

  test('servers are offered other keys first: six deploy keys do not lock them out', async () => {
    const user = userInfo().username
    const general = job.newKey('-C', 'the server')
    const authorised = join(server.folder, 'authorized_keys')
    const deployKeys = Array.from({ length: 7 }, (_, at) =>
      job.newKey('-C', `git@github.com:acme/module-${at}.git`),
    )
    const text = [...deployKeys, general].map((key) => key.text).join('')
    writeFileSync(authorised, `${general.publicLine}\n`, { flag: 'a' })
    let said = ''
    await job.useAgent({ ...inputs(), 'ssh-private-key': text }, async (later) => {
      const { stdout, stderr } = await job.step(
        later,
        `ssh -p ${server.port} ${user}@127.0.0.1 echo in`,
      )
      said = stdout + stderr
    })
    expect(said).toBe('in\n')
  })
})
