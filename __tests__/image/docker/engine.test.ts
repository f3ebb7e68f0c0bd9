import { describe, expect, test } from '@jest/globals'
import type { Command } from '../../../src/image/command.ts'
import { lookAtEngine, parseEngine } from '../../../src/image/docker/engine.ts'
import type { Docker, Ended } from '../../../src/image/docker/run.ts'

const info = {
  ServerVersion: '26.1.5',
  Architecture: 'x86_64',
  DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
  RegistryConfig: {
    IndexConfigs: { 'docker.io': { Secure: true }, 'registry.lab:5000': { Secure: false } },
  },
}

/** A client that answers each call with what was written down. */
const client = (answers: Readonly<Record<string, Partial<Ended>>>): Docker => ({
  run: ({ args }: Command) => {
    const answer = { code: 0, stdout: '', tail: [], ...answers[args[0] ?? ''] }
    return Promise.resolve(answer)
  },
})

test('an engine says what it can do', () => {
  expect(parseEngine(JSON.stringify(info))).toEqual({
    architecture: 'amd64',
    containerdStore: true,
    plainRegistries: ['registry.lab:5000'],
  })
  const older = {
    ServerVersion: '20.10',
    Architecture: 'aarch64',
    DriverStatus: [['x', 'overlay2']],
  }
  expect(parseEngine(JSON.stringify(older))).toEqual({
    ...{ architecture: 'arm64', containerdStore: false, plainRegistries: [] },
  })
})

test.each(['', 'null', '{}', '{"ServerVersion": ""}'])('%j is no engine', (text) => {
  expect(parseEngine(text)).toBeUndefined()
})

describe('what is missing is named', () => {
  const stdout = JSON.stringify(info)
  test.each<[string, string, Readonly<Record<string, Partial<Ended>>>]>([
    [
      'the client',
      'There is no docker on this runner.',
      { info: { code: null, tail: ['spawn docker ENOENT'] } },
    ],
    [
      'the engine',
      'No Docker engine answers on this runner.',
      { info: { code: 1, stdout: '{"ServerErrors": ["permission denied"]}' } },
    ],
    ['buildx', 'The docker client has no buildx.', { info: { stdout }, buildx: { code: 1 } }],
  ])('%s', async (_, message, answers) => {
    await expect(lookAtEngine(client(answers))).rejects.toMatchObject({
      code: 'builder-missing',
      message,
    })
  })

  test('with the words of the client', async () => {
    const answers = { info: { code: 1, stdout: '{"ServerErrors": ["permission denied"]}' } }
    await expect(lookAtEngine(client(answers))).rejects.toMatchObject({
      evidence: ['permission denied'],
    })
  })

  test('and nothing where all is there', async () => {
    await expect(lookAtEngine(client({ info: { stdout } }))).resolves.toMatchObject({
      architecture: 'amd64',
    })
  })
})
