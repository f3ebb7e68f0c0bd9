import { expect, test } from '@jest/globals'
import { accessoryArgs } from '../../src/host/accessory-args.ts'
import { renderWord } from '../../src/host/render-word.ts'
import { sampleAccessory, sampleConfig } from './sample.ts'

/** Kamal's `docker run .. --detach` in two steps: what is created here is started by another. */
const created = (...given: Parameters<typeof sampleAccessory>): string => {
  const accessory = sampleAccessory(...given)
  const { kit, service } = accessory
  if (kit === undefined) throw new Error('no kit')
  const args = accessoryArgs(sampleConfig(), accessory, kit, '1.1.1.5')
  return renderWord({ word: 'create', name: service, args }).replace(' >/dev/null', '')
}

const bare = { volumes: [], files: [], directories: [] }

// The literal commands of Kamal's own tests (test/commands/accessory_test.rb), without --detach.
test('is what Kamal runs: a database with its settings', () => {
  const kit = {
    ...bare,
    image: 'private.registry/mysql:8.0',
    port: '3306:3306',
    env: { clear: { MYSQL_ROOT_HOST: '%' }, secret: { MYSQL_ROOT_PASSWORD: 'secret123' } },
    options: [
      { name: 'cpus', value: '4' },
      { name: 'memory', value: '2GB' },
    ],
  }
  expect(created({ name: 'mysql', service: 'app-mysql' }, kit)).toBe(
    'docker create --name app-mysql --restart unless-stopped --network kamal --log-opt max-size="10m" --publish 3306:3306 --env KAMAL_HOST="1.1.1.5" --env MYSQL_ROOT_HOST="%" --env-file .kamal/apps/app/env/accessories/mysql.env --label service="app-mysql" --cpus "4" --memory "2GB" private.registry/mysql:8.0',
  )
})

test('is what Kamal runs: a label, a volume, a network of its own, a policy and a command', () => {
  const kit = {
    ...bare,
    image: 'redis:latest',
    network: 'custom',
    restart: 'on-failure',
    logging: { driver: 'local', options: { 'max-size': '100m', 'max-file': '3' } },
    env: { clear: { SOMETHING: 'else' }, secret: {} },
    labels: { cache: 'true' },
    volumes: ['/var/lib/redis:/data', '$PWD/app-redis/etc/redis.conf:/etc/redis.conf:ro'],
    cmd: 'redis-server /etc/redis.conf',
  }
  expect(created({ name: 'redis', service: 'app-redis' }, kit)).toBe(
    'docker create --name app-redis --restart on-failure --network custom --log-driver "local" --log-opt max-size="100m" --log-opt max-file="3" --env KAMAL_HOST="1.1.1.5" --env SOMETHING="else" --env-file .kamal/apps/app/env/accessories/redis.env --volume /var/lib/redis:/data --volume $PWD/app-redis/etc/redis.conf:/etc/redis.conf:ro --label service="app-redis" --label cache="true" redis:latest redis-server /etc/redis.conf',
  )
})

test('a volume without a name that an earlier container had is handed over', () => {
  const accessory = sampleAccessory({}, bare)
  const { kit } = accessory
  if (kit === undefined) throw new Error('no kit')
  const args = accessoryArgs(sampleConfig(), accessory, kit, 'h', ['0a1b:/data'])
  expect(args).toContainEqual({ raw: '--volume 0a1b:/data' })
})
