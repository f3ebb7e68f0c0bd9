import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runAction } from '../../lab/kit/runner.ts'
import { makeWorkspace, type Workspace } from '../../lab/kit/workspace.ts'
import * as job from '../actions/ssh-agent/job.ts'
import { stopAll } from '../ssh/sshd.ts'
import { makeContainerJob, type ContainerJob } from './support/container-job.ts'

// GitHub sets HOME=/github/home there, and ssh goes by /etc/passwd: the two homes are not the same.
const name = `container-job-${randomBytes(3).toString('hex')}`
let container: ContainerJob
let server: job.Server
let repository: Workspace

beforeAll(async () => {
  server = await job.newServer()
  repository = makeWorkspace({ greeting: 'hello\n' })
  container = await makeContainerJob(name)
  const { user, port } = server.target()
  const config = `Host box\\n  HostName 127.0.0.1\\n  Port ${String(port)}\\n  User ${user}\\n`
  await container.inside(`printf '${config}' > /root/.ssh/config`)
}, 120_000)

afterAll(async () => {
  await container.remove()
  repository.cleanup()
  await stopAll()
  job.removeAll()
}, 60_000)

test('in a container job, ssh, scp and git just work, and nothing is left in either home', async () => {
  const said: string[] = []
  const result = await runAction('ssh-agent', {
    workspace: repository.path,
    node: container.node,
    inputs: { 'ssh-private-key': server.keyText, 'ssh-known-hosts': server.knownLine },
    between: async (later) => {
      const step = async (command: string) => said.push(await container.step(later, command))
      await step('echo $HOME; getent passwd $(id -u) | cut -d: -f6')
      await step(`ssh ${server.address} echo by address`)
      await step('ssh box echo by the name in the configuration of the user')
      await step(`cd /srv && scp -q box:${repository.path}/greeting . && cat greeting`)
      await step(
        `git clone -q ${server.url}${repository.path} /srv/clone && cat /srv/clone/greeting`,
      )
      await step('ssh-add -l | wc -l; pgrep -c -r R,S ssh-agent')
    },
  }).result
  expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
  expect(said).toEqual([
    '/github/home\n/root',
    'by address',
    'by the name in the configuration of the user',
    'hello',
    'hello',
    '1\n1',
  ])
  expect(await container.inside('find /root/.ssh /github/home -type f')).toBe('/root/.ssh/config')
  expect(await container.inside('pgrep -c -r R,S ssh-agent || true')).toBe('0')
})
