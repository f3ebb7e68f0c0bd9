import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from '@jest/globals'
import type { DockerCall } from '../../src/host/docker-call.ts'
import type { Host } from '../../src/host/port.ts'
import { renderScript } from '../../src/host/render.ts'
import { makeHome, type Home } from '../host/shells.ts'

/** What a host's docker answers to those who look: ids are the versions of the containers. */
const dockerSays = `
cd "$HOME"
case "$*" in
  run\\ *--name\\ kamal-proxy*) touch proxy ;;
  'container start kamal-proxy') [ -f proxy ] || exit 1 ;;
  run\\ *--name\\ shop-search*) touch search; echo search ;;
  create\\ *--name\\ shop-search*) touch search; echo search ;;
  create\\ *|run\\ *) touch made; echo bbb ;;
  'container ls '*shop-search*) [ ! -f search ] || echo search ;;
  'container ls '*-bbb*) [ ! -f made ] || echo bbb ;;
  'container ls '*-aaa*) echo aaa ;;
  'container cp '*) mkdir -p "$5/js"; echo new >"$5/logo.svg"; echo bbb >"$5/js/app-bbb.js" ;;
  top\\ *) echo PID UID; echo "1 $(id -u)" ;;
  *'inspect '*) case "$*" in *kamal-proxy*) echo kamal-proxy:v0.9.2 ;; *) echo app ;; esac ;;
  'ps -q -a'*) for id in 1 2 3 4 5 old; do echo $id; done ;;
  'image ls'*) echo 'img ghcr.io/o/app:older' ;;
esac
`

/** A home folder on a host; with a proxy that runs, or not. */
export const goldenHome = (proxy: boolean): Home => {
  const home = makeHome()
  home.dockerSays(dockerSays)
  if (proxy) for (const file of ['proxy', '.kamal/proxy/apps-config/.keep']) home.put(file, '')
  return home
}

const who = '[2026-06-18T08:00:00Z] [ann]'

/** Contents of files by the path that Kamal uploads them to; a file of no secrets is an empty line. */
export type Uploads = Readonly<Record<string, string>>

/** `scp -t PATH` with the mode of its protocol, `C0600`. */
const upload = (home: Home, line: string, uploads: Uploads): void => {
  const [, path = '', mode = ''] = /^scp -t (\S+) C(\d+)$/.exec(line) ?? []
  mkdirSync(dirname(join(home.path, path)), { recursive: true })
  home.put(path, uploads[path] ?? '\n')
  chmodSync(join(home.path, path), Number.parseInt(mode, 8))
}

/**
 * Has the lines of a transcript of Kamal carried out one after the other, as SSHKit sends them; those
 * that stop old containers only where there are some.
 */
export const kamalSays = (home: Home, file: string, old: boolean, uploads: Uploads = {}): void => {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8')
  const lines = text
    .split('\n')
    .filter((line) => line !== '' && (old || !line.includes('docker stop')))
  for (const line of lines) {
    const [, destination, text] = /^AUD(\.\w+)? (.*)$/.exec(line) ?? []
    const log = `.kamal/app${destination?.replace('.', '-') ?? ''}-audit.log`
    const tags = destination === undefined ? who : `${who} [${destination.slice(1)}]`
    const command =
      text === undefined ? line : `/usr/bin/env mkdir -p .kamal && echo "${tags} ${text}" >> ${log}`
    if (line.startsWith('scp ')) upload(home, line, uploads)
    else spawnSync('sh', ['-c', command], { cwd: home.path, env: home.env, stdio: 'ignore' })
  }
}

/** A call of Docker's API in the words of its client; undefined for one that only asks. */
const inWords = ({ method, path, query = {} }: DockerCall): readonly string[] | undefined => {
  if (method === 'GET' || path.endsWith('/wait')) return undefined
  const name = decodeURIComponent(path.split('/')[2] ?? '')
  const { fromImage = '', tag = '' } = query
  if (path === '/images/create')
    return ['pull', `${fromImage}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`]
  if (path.endsWith('/tag')) return ['tag', name, `${query['repo'] ?? ''}:${query['tag'] ?? ''}`]
  if (path === '/networks/create') return ['network', 'create', 'kamal']
  if (path.endsWith('/start')) return ['start', name]
  return [method, path]
}

const shellWord = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

/** A simulated host, whose scripts and calls a real shell in a home folder carries out as well. */
export const listening = (host: Host, home: Home): Host => ({
  ...host,
  script: (script, signal) => {
    const { status, stderr } = spawnSync('sh', [], {
      ...{ cwd: home.path, env: home.env, input: renderScript(script), encoding: 'utf8' },
    })
    expect({ title: script.title, status, stderr: status === 0 ? '' : stderr }).toEqual({
      ...{ title: script.title, status: 0, stderr: '' },
    })
    return host.script(script, signal)
  },
  docker: (call, signal) => {
    const words = inWords(call)
    if (words !== undefined)
      execFileSync('sh', ['-c', ['docker', ...words.map(shellWord)].join(' ')], {
        ...{ cwd: home.path, env: home.env, stdio: 'ignore' },
      })
    return host.docker(call, signal)
  },
})
