import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A key to sign with, and its public half as a file. */
export interface SigningKey {
  readonly file: string
  readonly sign: (text: string) => string
  readonly close: () => void
}

/** Made by GnuPG in a home of its own. */
export const makeKey = (): SigningKey => {
  const home = mkdtempSync(join(tmpdir(), 'sw-gpg-'))
  const gpg = (args: readonly string[], input = ''): Buffer =>
    execFileSync('gpg', ['--homedir', home, '--batch', '--quiet', ...args], {
      ...{ input, stdio: ['pipe', 'pipe', 'ignore'] },
    })
  gpg(['--passphrase', '', '--quick-generate-key', 'repository', 'ed25519', 'sign', '1d'])
  const file = join(home, 'public.gpg')
  writeFileSync(file, gpg(['--export']))
  return {
    file,
    sign: (text) => gpg(['--clearsign'], text).toString('utf8'),
    close: () => {
      execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'])
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export interface Package {
  readonly name: string
  readonly depends?: string
  /** What is in it: a path below the root, and the folder or text that goes there. */
  readonly files: Readonly<Record<string, { readonly copyOf: string } | { readonly text: string }>>
  /** Only in the list: fetching it fails. */
  readonly absent?: boolean
}

const architecture = (): string =>
  execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim()

const build = ({ name, depends, files }: Package, target: string): string => {
  const control = [
    ...[`Package: ${name}`, 'Version: 9000.1-1', `Architecture: ${architecture()}`],
    ...['Maintainer: lab <lab@example.com>', 'Description: for a test'],
    ...(depends === undefined ? [] : [`Depends: ${depends}`]),
  ].join('\n')
  const tree = mkdtempSync(join(tmpdir(), 'sw-deb-'))
  try {
    mkdirSync(join(tree, 'DEBIAN'), { mode: 0o755 })
    writeFileSync(join(tree, 'DEBIAN/control'), `${control}\n`)
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true })
      if ('text' in content) writeFileSync(join(tree, path), content.text, { mode: 0o755 })
      else cpSync(content.copyOf, join(tree, path), { recursive: true, verbatimSymlinks: true })
    }
    execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, target], {
      stdio: 'ignore',
    })
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
  return control
}

const hash = (content: Buffer | string): string =>
  createHash('sha256').update(content).digest('hex')

const entry = (folder: string, one: Package): string => {
  const path = `pool/${one.name}.deb`
  const control = build(one, join(folder, path))
  const content = readFileSync(join(folder, path))
  if (one.absent === true) rmSync(join(folder, path))
  return `${control}\nFilename: ${path}\nSize: ${content.length}\nSHA256: ${hash(content)}\n`
}

/** A repository of these packages, `file://FOLDER SUITE main`, signed by this key. */
export const makeRepository = (
  folder: string,
  suite: string,
  packages: readonly Package[],
  key: SigningKey,
): void => {
  const list = `main/binary-${architecture()}/Packages`
  const lists = join(folder, 'dists', suite)
  mkdirSync(join(folder, 'pool'), { recursive: true })
  mkdirSync(dirname(join(lists, list)), { recursive: true })
  const text = packages.map((one) => entry(folder, one)).join('\n')
  writeFileSync(join(lists, list), text)
  const release = [
    ...[`Suite: ${suite}`, `Codename: ${suite}`, 'Components: main'],
    ...[`Architectures: ${architecture()}`, `Date: ${new Date().toUTCString()}`, 'SHA256:'],
    ` ${hash(text)} ${Buffer.byteLength(text)} ${list}`,
  ].join('\n')
  writeFileSync(join(lists, 'InRelease'), key.sign(`${release}\n`))
}

/**
 * An apt configuration by which this machine has only these lines as its sources, and a hook of its own.
 * @returns the file for APT_CONFIG.
 */
export const aptConfiguration = (
  folder: string,
  lines: readonly string[],
  hook: string,
): string => {
  const file = join(folder, 'machine.conf')
  writeFileSync(join(folder, 'machine.list'), `${lines.join('\n')}\n`)
  writeFileSync(
    file,
    `Dir::Etc::sourcelist "${folder}/machine.list";
Dir::Etc::sourceparts "${folder}/none";
APT::Update::Post-Invoke:: "touch ${hook}";
`,
  )
  return file
}
