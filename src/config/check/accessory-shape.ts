import { dockerOptions, hosts, strings, texts } from './common-shapes.ts'
import { proxyShape } from './proxy-shapes.ts'
import { used, type Keys, type Shape } from './shape.ts'

/** Where an accessory runs, hooks are told in KAMAL_HOSTS. */
const told = { note: 'hooks are told of its hosts' }

const path: Keys = {
  local: used('string', 'Path in the checkout, or of the folder on the host.'),
  remote: used('string', 'Path in the container.'),
  mode: used('string', 'Mode of the file.', { otherwise: '755' }),
  owner: used('string', 'Owner of the file, `user:group`.'),
  options: used('string', 'Options of the mount, such as `ro`.'),
}

const paths: Shape = { list: { either: ['string', { keys: path }] } }

export const accessoryShape: Shape = {
  keys: {
    service: used('string', 'Name of its container.', { otherwise: 'SERVICE-NAME' }),
    image: used('string', 'Its image.'),
    registry: used('hash', 'Where its image comes from, as the root has it.', { as: 'registry' }),
    host: used('string', 'The host it runs on: one of these six keys.', told),
    hosts: used(hosts, 'The hosts it runs on.', told),
    role: used('string', 'The role on whose hosts it runs.', told),
    roles: used(strings, 'The roles on whose hosts it runs.', told),
    tag: used('string', 'The tag on whose hosts it runs.', told),
    tags: used(strings, 'The tags on whose hosts it runs.', told),
    cmd: used('string', 'What its container runs.'),
    port: used('string', 'Port that is published; `3306` is `3306:3306`.'),
    labels: used(texts, 'Labels of its container.'),
    options: used(dockerOptions, 'Flags of `docker run`.', { as: 'servers/ROLE/options' }),
    env: used('hash', 'Its environment.', { as: 'env' }),
    files: used(paths, 'Files that are mounted; `*.erb` are rendered.'),
    directories: used(paths, 'Folders of the host that are mounted.'),
    volumes: used(strings, 'Volumes.'),
    network: used('string', 'Its network.', { otherwise: 'kamal' }),
    proxy: used({ either: ['boolean', proxyShape] }, 'How it is served; `false`: not at all.', {
      as: 'proxy',
      note: 'accessories of a host have one certificate of their own between them',
    }),
  },
}
