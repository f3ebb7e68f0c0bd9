import { quote } from '../base/quote.ts'
import type { GroundWord } from './word.ts'

type Of<K extends GroundWord['word']> = Extract<GroundWord, { word: K }>

/** Exit code when the login user may not install programs. */
export const notAllowedCode = 83
/** Exit code when neither the distribution nor Docker's own script installs Docker. */
export const notInstalledCode = 84
/** Exit code when Docker was installed and does not answer. */
export const silentCode = 85

export const renderFindProgram = ({ program, as }: Of<'find-program'>): string =>
  `there=$(command -v ${quote(program)}) && printf '%s\\n' "$there" | found ${quote(as)} || :`

const script = 'https://get.docker.com'

/** Whether apt has a package. */
const has = (name: string): string => `[ -n "$(apt-cache madison ${name} 2>/dev/null)" ]`

/**
 * The distribution's own package: signed, and kept up to date with the rest of the host. Newer Debians
 * have the command in a package of its own.
 */
const byPackage = [
  'command -v apt-get >/dev/null',
  '{ $as apt-get -q update || :; }',
  has('docker.io'),
  `{ more=; ! ${has('docker-cli')} || more=docker-cli; }`,
  '$as env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install docker.io $more',
].join(' && ')

/** Into a file of its own: what one program has begun is neither run nor added to by the next. */
const fetchedBy = (program: string, options: string): string => {
  const begun = `"$setup/${program}"`
  return `{ ${program} ${options} ${script} >${begun} && [ -s ${begun} ] && mv ${begun} "$setup/whole"; }`
}

/** Docker's own script, as Kamal takes it; fetched whole before a line of it is run. */
const byScript = [
  'setup=$(mktemp -d)',
  `{ { ${fetchedBy('curl', '-fsSL')} || ${fetchedBy('wget', '-qO -')}; } && $as sh "$setup/whole"; ran=$?; rm -rf "$setup"; [ "$ran" = 0 ]; }`,
].join(' && ')

/** Wherever nothing has started it yet; without systemd, systemctl may say that all is well. */
const start = [
  '$as systemctl enable --now docker >/dev/null 2>&1 || :',
  '$as docker version >/dev/null 2>&1 || $as service docker start >/dev/null 2>&1 || :',
].join('\n')

/** How many times an engine that was just started is asked, a second apart. */
const tries = 60

/** Kamal's `server bootstrap` (commands/docker.rb), with the distribution's package first. */
export const renderInstallDocker = (): string =>
  [
    'if ! command -v docker >/dev/null 2>&1; then',
    'as= me=$(id -un); [ "$(id -u)" = 0 ] || as=\'sudo -n\'',
    `[ -z "$as" ] || sudo -n true 2>/dev/null || { echo "$me is not root, and may not use sudo without a password" >&2; exit ${String(notAllowedCode)}; }`,
    `{ ${byPackage}; } >&2 || { ${byScript}; } >&2 || exit ${String(notInstalledCode)}`,
    '[ -z "$as" ] || $as usermod -aG docker "$me"',
    start,
    'n=0',
    `until $as docker version >/dev/null 2>&1; do n=$((n+1)); [ $n -lt ${String(tries)} ] || exit ${String(silentCode)}; sleep 1; done`,
    'fi',
  ].join('\n')
