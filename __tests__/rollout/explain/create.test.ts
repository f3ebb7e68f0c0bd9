import { describe, expect, test } from '@jest/globals'
import type { Word } from '../../../src/host/word.ts'
import { create, daemon, failed, told } from './failure.ts'

const help = "\nSee 'docker create --help'.\n"

describe('docker create', () => {
  test.each([
    ['unknown flag: --nope', 'servers/web/options/nope'],
    [
      `invalid argument "lots" for "-m, --memory" flag: invalid size: 'lots'`,
      'servers/web/options/memory',
    ],
    [
      'invalid argument "many" for "--cpus" flag: failed to parse many as a rational number',
      'servers/web/options/cpus',
    ],
    [
      'invalid argument "nofile" for "--ulimit" flag: invalid ulimit argument: nofile',
      'servers/web/options/ulimit',
    ],
    ['docker: Invalid containerPort: y.', 'servers/web/options/publish'],
    [
      `${daemon}Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available`,
      'servers/web/options/cpus',
    ],
    [`${daemon}Minimum memory limit allowed is 6MB`, 'servers/web/options/memory'],
    [
      `${daemon}invalid restart policy: unknown policy 'sometimes'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
      'servers/web/options/restart',
    ],
    [`${daemon}error looking up logging plugin nope: plugin "nope" not found`, 'logging/driver'],
    [`${daemon}unknown log opt 'nope' for json-file log driver`, 'logging/options'],
    [`${daemon}invalid mode: x`, 'volumes'],
    [
      `${daemon}invalid mount config for type "bind": bind source path does not exist: /nonexist`,
      'volumes',
    ],
    [`${daemon}invalid mount path: 'x' mount path must be absolute`, 'volumes'],
  ])('%s', (stderr, setting) => {
    const error = failed([create], `${stderr}${help}`, 125)
    expect(error).toMatchObject({
      code: 'docker-refused',
      hint: `correct ${setting} in deploy.yml`,
    })
    expect(error.message).toContain('create the container shop-web-v2 on h1 failed: ')
    expect(error.message).not.toContain('Error response')
  })

  test("keeps Docker's words", () =>
    expect(told(create, `unknown flag: --nope${help}`, 125).message).toBe(
      'create the container shop-web-v2 on h1 failed: unknown flag: --nope',
    ))

  test('of a role that is not known says so', () => {
    const nameless: Word = { word: 'create', name: 'shop-web-v2', args: [] }
    expect(failed([nameless], 'unknown flag: --nope').hint).toBe(
      'correct servers/ROLE/options/nope in deploy.yml',
    )
  })

  test('of an accessory names its own block', () => {
    const args = [{ raw: '--env-file .kamal/apps/shop/env/accessories/db.env' }]
    const accessory: Word = { word: 'create', name: 'shop-db', args }
    expect(failed([accessory], 'unknown flag: --nope').hint).toBe(
      'correct accessories/db/options/nope in deploy.yml',
    )
  })

  test('with a name that is taken', () =>
    expect(
      failed(
        [create],
        `${daemon}Conflict. The container name "/shop-web-v2" is already in use by container "4086d761". You have to remove (or rename) that container to be able to reuse that name.`,
      ),
    ).toMatchObject({
      code: 'docker-refused',
      message:
        'create the container shop-web-v2 on h1 failed: a container of the name shop-web-v2 is there already',
      hint: expect.stringContaining('docker ps --all --filter name=shop-web-v2'),
    }))

  test('without the image is no trouble with the registry', () =>
    expect(
      told(
        create,
        `Unable to find image 'registry.lab:5000/lab/shop:v2' locally\n${daemon}Head "http://registry.lab:5000/v2/lab/shop/manifests/v2": no basic auth credentials\n`,
      ),
    ).toEqual({
      code: 'image-missing',
      message:
        'create the container shop-web-v2 on h1 failed: h1 does not have the image registry.lab:5000/lab/shop:v2',
    }))

  test('on a full disk', () =>
    expect(
      told(
        create,
        `${daemon}write /var/lib/docker/overlay2/22fc-init/.tmp-link223612985: no space left on device`,
      ),
    ).toEqual({
      code: 'disk-full',
      message: 'create the container shop-web-v2 on h1 failed: the disk of h1 is full',
    }))
})
