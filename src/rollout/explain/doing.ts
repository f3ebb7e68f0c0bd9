import type { Word } from '../../host/word.ts'

type Doing = { readonly [K in Word['word']]: (word: Extract<Word, { word: K }>) => string }

/** Names and paths only: a text to be written may be a secret. */
const doing: Doing = {
  try: ({ does }) => doingOf(does),
  dir: ({ path }) => `make the folder ${path}`,
  write: ({ path }) => `write ${path}`,
  append: ({ path }) => `add to ${path}`,
  move: ({ from, to }) => `rename ${from} to ${to}`,
  publish: ({ to }) => `put ${to} into place`,
  remove: ({ path }) => `remove ${path}`,
  'extract-assets': ({ image, from }) => `copy ${from} out of ${image}`,
  mix: ({ from, to }) => `add the files of ${from} to ${to}`,
  unmix: ({ to }) => `take what was added out of ${to}`,
  swap: ({ path }) => `put ${path} into place`,
  'swap-back': ({ path }) => `put ${path} back as it was`,
  'let-proxy-read': ({ folder }) => `let kamal-proxy read ${folder}`,
  read: ({ path }) => `read ${path}`,
  'read-each': ({ path, file }) => `read ${path}/*/${file}`,
  list: ({ path }) => `list ${path}`,
  'free-disk': ({ path }) => `measure the free space of ${path}`,
  'free-memory': () => 'measure the free memory',
  begin: () => 'check that the run that sent this goes on',
  bar: () => 'end what an ended run has still on its way',
  guard: () => 'check that this run still owns the host',
  seize: () => 'make this run the owner of the host',
  'holds-lock': () => 'check that this run still holds the deploy lock',
  create: ({ name }) => `create the container ${name}`,
  rename: ({ from, to }) => `rename the container ${from} to ${to}`,
  start: ({ container }) => `start the container ${container}`,
  stop: ({ container }) => `stop the container ${container}`,
  'begin-stop': ({ container }) => `begin to stop the container ${container}`,
  discard: ({ container }) => `remove the container ${container}`,
  tag: ({ image, as }) => `tag ${image} as ${as}`,
  'require-label': ({ image, label, value }) => `look for the label ${label}=${value} of ${image}`,
  'boot-proxy': () => 'start kamal-proxy',
  switch: ({ service, container }) => `switch ${service} to ${container}`,
  'switch-back': ({ service, targets }) => `switch ${service} back to ${targets.join(', ')}`,
  unroute: ({ service }) => `remove ${service} from kamal-proxy`,
  'prune-containers': ({ service }) => `prune stopped containers of ${service}`,
  'prune-images': ({ service }) => `prune images of ${service}`,
}

/** What a word does, for people: `create the container shop-web-v2`. */
export const doingOf = (word: Word): string => {
  // The table has the right entry under each name; the compiler can't follow a union that far.
  const words = doing[word.word] as (word: Word) => string
  return words(word)
}
