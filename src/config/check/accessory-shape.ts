import { dockerOptions, hosts, strings, texts } from './common-shapes.ts'
import { proxyShape } from './proxy-shapes.ts'
import { used, type Key, type Keys, type Shape } from './shape.ts'

const key = (
  shape: Shape,
  meaning: string,
  more: Partial<Pick<Key, 'otherwise' | 'as' | 'note'>> = {},
): Key => used(shape, meaning, more)

/** Where an accessory runs, hooks are told in KAMAL_HOSTS. */
const told = { note: 'hooks are told of its hosts' }

const path: Keys = {
  local: key('string', 'Path in the checkout, or of the folder on the host.'),
  remote: key('string', 'Path in the container.'),
  mode: key('string', 'Mode of the file.', { otherwise: '755' }),
  owner: key('string', 'Owner of the file, `user:group`.'),
  options: key('string', 'Options of the mount, such as `ro`.'),
}

const paths: Shape = { list: { either: ['string', { keys: path }] } }

export const accessoryShape: Shape = {
  keys: {
    service: key('string', 'Name of its container.', { otherwise: 'SERVICE-NAME' }),
    image: key('string', 'Its image.'),
    registry: key('hash', 'Where its image comes from, as the root has it.', { as: 'registry' }),
    host: used('string', 'The host it runs on: one of these six keys.', told),
    hosts: used(hosts, 'The hosts it runs on.', told),
    role: used('string', 'The role on whose hosts it runs.', told),
    roles: used(strings, 'The roles on whose hosts it runs.', told),
    tag: used('string', 'The tag on whose hosts it runs.', told),
    tags: used(strings, 'The tags on whose hosts it runs.', told),
    cmd: key('string', 'What its container runs.'),
    port: key('string', 'Port that is published; `3306` is `3306:3306`.'),
    labels: key(texts, 'Labels of its container.'),
    options: key(dockerOptions, 'Flags of `docker run`.', { as: 'servers/ROLE/options' }),
    env: key('hash', 'Its environment.', { as: 'env' }),
    files: key(paths, 'Files that are mounted; `*.erb` are rendered.'),
    directories: key(paths, 'Folders of the host that are mounted.'),
    volumes: key(strings, 'Volumes.'),
    network: key('string', 'Its network.', { otherwise: 'kamal' }),
    proxy: key(proxyShape, 'How it is served, as the root has it.', {
      as: 'proxy',
      note: 'accessories of a host have one certificate of their own between them',
    }),
  },
}
