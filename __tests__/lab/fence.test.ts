import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { labHosts, onHost, readLab, type LabHost } from '../../lab/kit/lab.ts'
import { exitCodeOf } from '../../lab/kit/processes.ts'
import { fencedCode } from '../../src/host/render-fence.ts'
import { renderScript } from '../../src/host/render.ts'
import type { Word } from '../../src/host/word.ts'
import { startFakeGitHub } from '../support/github-api.ts'
import { expectNoLeaks } from './support/footing.ts'
import { settledOn, standing } from './support/fleet.ts'
import { ended, workflowOf } from './support/runs.ts'
import { makeService } from './support/service.ts'
import { underTraffic } from './support/traffic.ts'

const hosts = labHosts(2)
const [first, second] = hosts
if (first === undefined || second === undefined) throw new Error('no hosts')
const service = makeService('fence', hosts, { boot: { wait: 4 } })
const github = await startFakeGitHub()
const workflow = workflowOf(service, github)
const owner = `.kamal/apps/${service.name}/seaworthy/owner`

const said = async (host: LabHost, command: string): Promise<string> => {
  const { code, stdout, stderr } = await onHost(host, command)
  expect([code, stderr]).toEqual([0, ''])
  return stdout.trim()
}
const until = (host: LabHost, condition: string): Promise<string> =>
  said(host, `timeout 30 sh -c 'until ${condition}; do sleep 0.1; done'`)

/** What our client is to a host: `sh` over SSH, with a script on its standard input. */
const shell = (host: LabHost) => {
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR']
  const flags = options.flatMap((option) => ['-o', option])
  const to = `${host.user}@${host.address}`
  return spawn('ssh', [...flags, '-i', readLab().keyFile, to, 'sh'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
}

const script = (...words: readonly Word[]): string =>
  renderScript({ kind: 'script', title: 'a test', words, changes: true, timeoutMs: 60_000 })

const write = (path: string): Word => ({ word: 'write', path, text: 'x', mode: '600' })

const run = async (host: LabHost, text: string): Promise<number> => {
  const client = shell(host)
  client.stdin.end(text)
  const [code, signal] = (await once(client, 'exit')) as [number | null, NodeJS.Signals | null]
  return exitCodeOf(code, signal)
}

beforeAll(async () => {
  for (const version of ['v1', 'v2', 'v3']) await service.image(version)
  await service.deploy('v1')
}, 90_000)

afterAll(async () => {
  await github.close()
  await service.remove()
}, 60_000)

test('a proxy that still switches after its client was killed is waited for, then sent back', async () => {
  const { failed } = await underTraffic(service, async () => {
    const killed = workflow.start('v2')
    await killed.waitForLine(RegExp(`^${first.address} +switch web to v2`))
    await said(second, `docker exec ${service.name}-web-v2 wget -qO- http://127.0.0.1:3000/break`)
    const deploying = `docker top kamal-proxy -eo pid,args | grep -q "deploy ${service.name}-web"`
    await until(second, deploying)
    const before = await said(second, `cat ${owner}`)
    killed.kill()
    await killed.result
    workflow.tell(ended)
    const heir = workflow.start('v3')
    await heir.waitForLine(/recovering what run \d+ left behind/)
    await until(second, `! grep -q ${before} ${owner}`)
    await said(second, deploying)
    await said(second, `docker exec ${service.name}-web-v2 wget -qO- http://127.0.0.1:3000/mend`)
    await heir.waitForLine(RegExp(`^${second.address} +send web back to what served before`))
    const result = await heir.result
    expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
    await expectNoLeaks(service, result)
  })
  expect(failed).toEqual([])
  expect(await standing(service)).toEqual(settledOn(service, 'v3'))
}, 120_000)

describe('a script', () => {
  const mark = `.kamal/apps/${service.name}/mark`

  test('that was sent in part does nothing, wherever it was cut', async () => {
    const token = await said(first, `cat ${owner}`)
    const whole = script({ word: 'guard', owner, token }, write(mark), {
      word: 'stop',
      container: `${service.name}-web-v3`,
      timeSeconds: 1,
    })
    const body = whole.lastIndexOf('\n}\n')
    for (const part of [0.3, 0.6, 0.9, 1].map((share) => whole.slice(0, body * share + 3))) {
      const client = shell(first)
      client.stdin.write(part)
      // What the other side has read is known by its process waiting for more.
      await until(first, `pgrep -x sh -P "$(pgrep -d, -f sshd)" >/dev/null`)
      client.kill('SIGKILL')
      await once(client, 'exit')
      expect(await run(first, part)).not.toBe(fencedCode)
    }
    expect(await said(first, `ls ${mark} 2>&1 || :`)).toContain('No such file')
    expect(await standing(service)).toEqual(settledOn(service, 'v3'))
    expect(await run(first, script({ word: 'guard', owner, token }, write(mark)))).toBe(0)
    await said(first, `rm ${mark}`)
  }, 60_000)

  test('that still runs is ended when a new run makes the host its own', async () => {
    const token = await said(first, `cat ${owner}`)
    const slow: Word = { word: 'create', name: 'x', args: [{ raw: '$(sleep 600)' }] }
    const client = shell(first)
    client.stdin.write(script({ word: 'guard', owner, token }, slow, write(mark)))
    await until(first, `test -e ${owner}.pid.${token} && pgrep -fx "sleep 600" >/dev/null`)
    client.kill('SIGKILL')
    await once(client, 'exit')
    await said(first, 'pgrep -fx "sleep 600"')
    await service.deploy('v1')
    expect(await said(first, 'pgrep -fx "sleep 600" || :')).toBe('')
    expect(await said(first, `ls ${mark} 2>&1 || :`)).toContain('No such file')
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
  }, 60_000)

  test('of an earlier run that comes late is refused', async () => {
    const token = await said(first, `cat ${owner}`)
    await service.deploy('v2')
    expect(await run(first, script({ word: 'guard', owner, token }, write(mark)))).toBe(fencedCode)
    expect(await said(first, `ls ${mark} 2>&1 || :`)).toContain('No such file')
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  }, 60_000)
})
