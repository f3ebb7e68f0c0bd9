import { dockerOptions, hosts, strings, texts } from './common-shapes.ts'
import { proxyShape } from './proxy-shapes.ts'
import { checked, type Key, type Keys, type Shape } from './shape.ts'

const left = 'deploys never touch accessories'
const key = (shape: Shape, meaning: string, more: Partial<Key> = {}): Key =>
  checked(shape, meaning, left, more)

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
    host: key('string', 'The host it runs on: one of these six keys.'),
    hosts: key(hosts, 'The hosts it runs on.'),
    role: key('string', 'The role on whose hosts it runs.'),
    roles: key(strings, 'The roles on whose hosts it runs.'),
    tag: key('string', 'The tag on whose hosts it runs.'),
    tags: key(strings, 'The tags on whose hosts it runs.'),
    cmd: key('string', 'What its container runs.'),
    port: key('string', 'Port that is published; `3306` is `3306:3306`.'),
    labels: key(texts, 'Labels of its container.'),
    options: key(dockerOptions, 'Flags of `docker run`.', { as: 'servers/ROLE/options' }),
    env: key('hash', 'Its environment.', { as: 'env' }),
    files: key(paths, 'Files that are mounted; `*.erb` are rendered.'),
    directories: key(paths, 'Folders of the host that are mounted.'),
    volumes: key(strings, 'Volumes.'),
    network: key('string', 'Its network.', { otherwise: 'kamal' }),
    proxy: key(proxyShape, 'How it is served, as the root has it.', { as: 'proxy' }),
  },
}
