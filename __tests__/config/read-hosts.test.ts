import { describe, expect, test } from '@jest/globals'
import { formatMistake } from '../../src/config/mistake.ts'
import type { ConfigResult } from '../../src/config/read.ts'
import { readHosts, type HostNeeds } from '../../src/config/read-hosts.ts'
import { noPrograms } from '../support/programs.ts'
import { deployYml } from './support.ts'

const yml = deployYml('env: {secret: [API_TOKEN]}\nssh: {key_data: [SSH_KEY]}', {
  registry: 'registry: {username: u, password: [PASSWORD]}',
})

const read = (
  files: Readonly<Record<string, string>>,
  needs: Partial<HostNeeds> = {},
): ConfigResult & { readonly opened: readonly string[] } => {
  const opened: string[] = []
  const source = {
    read: (path: string) => {
      opened.push(path)
      return files[path]
    },
    env: {},
    programs: noPrograms,
  }
  const options = { file: 'deploy.yml', keys: false, masks: false, ...needs }
  return { ...readHosts(options, source), opened }
}

const mistakesOf = (result: ConfigResult): readonly string[] =>
  result.ok ? [] : result.mistakes.map(formatMistake)

describe('a file that is read to look after what runs', () => {
  test('needs no secret, and opens no file of secrets', () => {
    const result = read({ 'deploy.yml': yml })
    expect(mistakesOf(result)).toEqual([])
    const looked = result.opened.filter((path) => !path.startsWith('.kamal/hooks/'))
    expect(looked).toEqual(['deploy.yml'])
  })

  test('needs the keys to log in with where the file names them and nothing else has one', () => {
    expect(mistakesOf(read({ 'deploy.yml': yml }, { keys: true }))).toEqual([
      "deploy.yml:6:18 ssh/key_data/0: Secret 'SSH_KEY' not found, no secret files (.kamal/secrets-common, .kamal/secrets) provided; add the line SSH_KEY=$SSH_KEY to .kamal/secrets and give the variable to the job",
    ])
    const result = read({ 'deploy.yml': yml, '.kamal/secrets': 'SSH_KEY=k-e-y' }, { keys: true })
    expect(result.ok && result.config.ssh.keyData).toEqual(['k-e-y'])
  })

  test('tells every other mistake as a deploy would', () => {
    const text = `${yml}\nretain_containers: 0`
    expect(mistakesOf(read({ 'deploy.yml': text }))).toEqual([
      'deploy.yml:7:20 Must retain at least 1 container',
    ])
  })

  test.each(['role: wbe', 'host: bob@h1', 'host: "h1; reboot"'])(
    'places of accessories among them: %s',
    (place) => {
      const text = `${yml}\naccessories: {db: {image: i, ${place}}}`
      expect(mistakesOf(read({ 'deploy.yml': text }))).toEqual([
        expect.stringMatching(/^deploy\.yml:7:\d+ accessories\/db(?:\/host)?: /),
      ])
    },
  )

  test('masks the secrets that are there, and misses none of the others', () => {
    const files = { 'deploy.yml': yml, '.kamal/secrets': 'API_TOKEN=t-o-k-e-n\nX=$(op read x)' }
    const result = read(files, { masks: true })
    expect(mistakesOf(result)).toEqual([])
    expect(result.secrets).toContain('t-o-k-e-n')
    expect(result.ok && result.config.roles[0]?.env.secret).toEqual({ API_TOKEN: '' })
  })
})
