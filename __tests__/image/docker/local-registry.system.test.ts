import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { startRegistry } from '../../../src/image/docker/local-registry.ts'
import type { Docker, Ended } from '../../../src/image/docker/run.ts'
import { freePort } from '../../ssh/sshd.ts'

const never = new AbortController().signal
const servers: Server[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

const listenOn = async (port: number): Promise<number> => {
  const server = createServer((_request, response) => response.end('{}'))
  servers.push(server)
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

const well: Ended = { code: 0, stdout: '', tail: [] }
const ill: Ended = { code: 1, stdout: '', tail: ['No such container'] }

/** A client whose calls have these answers; tells what it was asked. */
const answering = (answer: (call: string) => Promise<Ended> | Ended) => {
  const calls: string[] = []
  const docker: Docker = {
    run: ({ args }) => {
      calls.push(args.join(' '))
      return Promise.resolve(answer(args.join(' ')))
    },
  }
  return { docker, calls }
}

const asKamal = (port: number) => [
  'start kamal-docker-registry',
  `run --detach -p 127.0.0.1:${port}:5000 --name kamal-docker-registry registry:3`,
]

test('what listens on the port is used as it is', async () => {
  const { docker, calls } = answering(() => ill)
  expect(await startRegistry(docker, await listenOn(0), never)).toBe(false)
  expect(calls).toEqual([])
})

test('where nothing listens, one is started as Kamal does, and is waited for', async () => {
  const port = await freePort()
  const { docker, calls } = answering(async (call) => {
    if (!call.startsWith('run')) return ill
    await listenOn(port)
    return well
  })
  expect(await startRegistry(docker, port, never)).toBe(true)
  expect(calls).toEqual(asKamal(port))
})

test('one that was stopped is started again', async () => {
  const port = await freePort()
  const { docker, calls } = answering(async () => {
    await listenOn(port)
    return well
  })
  expect(await startRegistry(docker, port, never)).toBe(true)
  expect(calls).toEqual(asKamal(port).slice(0, 1))
})

test('one that can not be started is told with the words of docker', async () => {
  const port = await freePort()
  const { docker } = answering((call) =>
    call.startsWith('run') ? { ...ill, code: 125, tail: ['no such host'] } : ill,
  )
  await expect(startRegistry(docker, port, never)).rejects.toMatchObject({
    code: 'registry-unreachable',
    message: `The registry at localhost:${port} could not be started on this machine.`,
    hint: expect.stringContaining('must be able to pull registry:3'),
    evidence: ['no such host'],
  })
})

test('nothing is waited for once that is cancelled', async () => {
  const stop = new AbortController()
  const { docker } = answering(() => {
    stop.abort(new Error('no more'))
    return well
  })
  await expect(startRegistry(docker, await freePort(), stop.signal)).rejects.toThrow('no more')
})
