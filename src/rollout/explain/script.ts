import { SeaworthyError } from '../../base/error.ts'
import { busyCode, fencedCode } from '../../host/render-fence.ts'
import { noAssetsCode } from '../../host/render-web.ts'
import { unlabelledCode } from '../../host/render-word.ts'
import type { Script, ScriptAnswer } from '../../host/script.ts'
import type { Word } from '../../host/word.ts'
import { inLine, lastLines, plainLines } from '../diagnosis/text.ts'
import { diskFull, engine, imageGone, startJudges } from './common.ts'
import { createJudge } from './create.ts'
import { doingOf } from './doing.ts'
import { bootJudge, switchJudge, unrouteJudge } from './proxy.ts'
import { firstOf, type Judge, type Place, type Refusal } from './refusal.ts'
import { registryJudges } from './registry.ts'

const evidenceLines = 8

const fenced = (host: string, word: Word | undefined): Refusal => ({
  code: 'fenced',
  why:
    word?.word === 'holds-lock'
      ? `this run does not hold the deploy lock on ${host} any more`
      : `another run owns ${host} now`,
  hint: 'this run changes nothing there any more; run it again when the other one has ended',
})

const busy = (host: string): Refusal => ({
  code: 'proxy-busy',
  why: `an earlier deploy is still going on in kamal-proxy on ${host}`,
  hint: `run it again when that has ended; docker top kamal-proxy on ${host} shows it`,
})

const unlabelled = (word: Word | undefined): Refusal => {
  const [image, label] =
    word?.word === 'require-label'
      ? [word.image, `${word.label}=${word.value}`]
      : ['the image', 'service=SERVICE']
  return {
    code: 'image-label-missing',
    why: `${image} does not carry the label ${label}`,
    hint: `build it with LABEL ${label} (docker build --label ${label}): prune and rollback find images by it`,
  }
}

const withoutAssets = (word: Word | undefined): Refusal => {
  const [image, folder] =
    word?.word === 'extract-assets' ? [word.image, word.from] : ['the image', 'asset_path']
  return {
    code: 'assets-missing',
    why: `${image} has no folder ${folder}`,
    hint: 'correct asset_path in deploy.yml, or let the Dockerfile precompile the assets into that folder',
  }
}

const signalled = (host: string): Refusal => ({
  code: 'script-failed',
  why: 'its shell was ended by a signal',
  hint: `another run may have taken over ${host}, or the host is short of memory or going down`,
})

const byCode = (host: string, code: number | null, word: Word | undefined): Refusal | undefined => {
  switch (code) {
    case fencedCode:
      return fenced(host, word)
    case busyCode:
      return busy(host)
    case unlabelledCode:
      return unlabelled(word)
    case noAssetsCode:
      return withoutAssets(word)
    case null:
      return signalled(host)
    default:
      return undefined
  }
}

const files: Judge = ({ host, said }) => {
  if (/read-only file system/i.test(said))
    return {
      code: 'script-failed',
      why: `the file system of ${host} is read-only`,
      hint: `look for disk errors on ${host} (dmesg)`,
    }
  const denied = plainLines(said).findLast((line) => /permission denied/i.test(line))
  if (denied === undefined) return undefined
  return {
    code: 'script-failed',
    why: inLine(denied),
    hint: 'let the login user own .kamal in its home (sudo chown -R USER .kamal): somebody may have deployed as another user',
  }
}

const judgesOf = (word: Word | undefined): readonly Judge[] => {
  switch (word?.word) {
    case 'create':
      return [imageGone, createJudge(word), ...startJudges]
    case 'start':
      return [imageGone, ...startJudges]
    case 'switch':
    case 'switch-back':
      return [switchJudge(word)]
    case 'unroute':
      return [unrouteJudge]
    case 'boot-proxy':
      return [bootJudge, ...registryJudges, ...startJudges]
    case 'extract-assets':
      return [imageGone, ...startJudges, files]
    case 'tag':
    case 'require-label':
      return [imageGone]
    default:
      return [files]
  }
}

/** The last line, without the shell's and Docker's lead. */
const lastWords = (said: string, code: number | null): string => {
  const line = plainLines(said).findLast((one) => !one.startsWith("See '"))
  if (line === undefined) return `exit code ${String(code)}`
  return inLine(line.replace(/^(?:docker: )?Error(?: response from daemon)?: /, ''))
}

/**
 * Explains a script that failed: which word, why, what to change. Never shows the script's own text,
 * which may hold secrets. Knows the words of Docker 26.1, kamal-proxy v0.9.2, dash and bash [tried].
 */
export const explainScript = (
  host: string,
  script: Script,
  answer: ScriptAnswer,
): SeaworthyError => {
  const word = answer.failedAt === undefined ? undefined : script.words[answer.failedAt]
  const place: Place = { host, said: answer.stderr }
  const known =
    byCode(host, answer.code, word) ?? firstOf(place, [diskFull, engine, ...judgesOf(word)])
  const doing = word === undefined ? script.title : doingOf(word)
  const log = lastLines(answer.stderr, evidenceLines)
  const code = answer.code === null ? 'ended by a signal' : `exit code ${String(answer.code)}`
  return new SeaworthyError(
    known?.code ?? 'script-failed',
    `${doing} on ${host} failed: ${known?.why ?? lastWords(answer.stderr, answer.code)}`,
    {
      hint:
        known?.hint ??
        `the step was: ${script.title}; try it again, and look at ${host} if it fails again`,
      evidence: [code, ...(log === '' ? [] : [log])],
    },
  )
}
