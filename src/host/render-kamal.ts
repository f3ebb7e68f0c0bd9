import { quote } from '../base/quote.ts'
import type { ProxyWord, PruneWord } from './word.ts'

type Of<W extends { word: string }, K extends W['word']> = Extract<W, { word: K }>

const fileOr = (name: string, fallback: string): string =>
  `$(cat .kamal/proxy/${name} 2>/dev/null || echo ${quote(fallback)})`

/** What Kamal gives to `docker run` for its proxy, whoever chooses the ports and the image. */
const proxyRun =
  'docker run --name kamal-proxy --network kamal --detach --restart unless-stopped ' +
  '--volume kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy ' +
  '--volume $PWD/.kamal/proxy/apps-config:/home/kamal-proxy/.apps-config'

/**
 * Kamal 2.12's proxy boot (commands/proxy.rb): with a `proxy.run` its arguments, else what older
 * `kamal proxy boot_config` files say, else Kamal's defaults.
 */
export const renderProxyBoot = (run: string): string => {
  const legacy = [
    fileOr('options', '--publish 80:80 --publish 443:443 --log-opt max-size=10m'),
    `${fileOr('image', 'basecamp/kamal-proxy')}:${fileOr('image_version', 'v0.9.2')}`,
    fileOr('run_command', ''),
  ].join(' ')
  const fresh = run === '' ? `echo ${legacy} | xargs ${proxyRun}` : `${proxyRun} ${run}`
  return `docker container start kamal-proxy >/dev/null 2>&1 || { ${fresh}; } >/dev/null`
}

/** As Kamal: the target is the container's short id, which Docker makes a name on the network. */
export const renderSwitch = (word: Of<ProxyWord, 'switch'>): string =>
  [
    `target=$(docker container ls --all --quiet --filter ${quote(`name=^${word.container}$`)})`,
    `[ -n "$target" ] || { echo ${quote(`no container ${word.container}`)} >&2; exit 1; }`,
    `docker exec kamal-proxy kamal-proxy deploy ${quote(word.service)} --target="$target:${String(word.port)}" ${word.flags.join(' ')} >&2`,
  ].join('\n')

/** Unlike kamal-proxy itself, content when the service is unknown already. */
export const renderUnroute = (word: Of<ProxyWord, 'unroute'>): string =>
  [
    `said=$(docker exec kamal-proxy kamal-proxy remove ${quote(word.service)} 2>&1) ||`,
    `case $said in *'service not found'*) ;; *) printf '%s\\n' "$said" >&2; exit 1;; esac`,
  ].join(' ')

/** Takes ids or tags from a pipe; one that can't be removed does not keep the others. */
const removeEach = (names: string, command: string): string =>
  `{ left=; while read ${names}; do ${command} >/dev/null || left=1; done; [ -z "$left" ]; }`

/**
 * Kamal's prune of stopped containers (commands/prune.rb), which counts and removes those of every
 * destination of the service. Here only those of this one: another may just have been created, by a
 * run that has another lock. Without a destination the label is there, and empty.
 */
export const renderPruneContainers = ({
  service,
  destination = '',
  retain,
}: Of<PruneWord, 'prune-containers'>): string =>
  `docker ps -q -a --filter ${quote(`label=service=${service}`)} --filter ${quote(`label=destination=${destination}`)} --filter status=created --filter status=exited --filter status=dead | tail -n +${String(retain + 1)} | ${removeEach('container_id', 'docker rm $container_id')}`

/**
 * Kamal's two prunes of images (commands/prune.rb). It keeps `latest` or `latest-D`, whichever it
 * deploys, and so takes the tag of another destination on the host; here every one of them stays:
 * by `-w`, `latest` is found in `latest-D` too.
 */
export const renderPruneImages = ({
  service,
  repository,
}: Of<PruneWord, 'prune-images'>): string => {
  const filter = `--filter ${quote(`label=service=${service}`)}`
  return [
    `docker image prune --force ${filter} >/dev/null &&`,
    `docker image ls ${filter} --format '{{.ID}} {{.Repository}}:{{.Tag}}' | grep -v -w "$(docker container ls -a --format '{{.Image}}\\|' ${filter} | tr -d '\\n')${repository}:latest\\|${repository}:<none>" | ${removeEach('image tag', 'docker rmi $tag')}`,
  ].join('\n')
}
