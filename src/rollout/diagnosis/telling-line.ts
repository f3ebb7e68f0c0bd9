import { plainLines } from './text.ts'

/** Lines of a stack trace and of dumped objects: they tell where, not what. */
const frame =
  /^\s*(?:at |from |\.{3} |\^|\|)|^\s+(?:File "|\S*\/\S+:\d+|[\w$'"]+: ['"\d[{])|^\S+:\d+:in ['`][^'`]*'$|^goroutine |^\s*\d+: 0x|^\s*[{}\])]+,?$/

const strong =
  /\b(?:[A-Za-z][\w.:]*)?(?:Error|Exception)\b|^\s*(?:error|fatal|panic|critical)\b|\b(?:FATAL|PANIC|CRITICAL|panicked)\b|\bfatal error\b|Caused by:/

const weak =
  /\b(?:error|fail(?:ed|ure)?|cannot|can't|could not|couldn't|unable|missing|not found|no such|not set|must be|undefined|unknown|invalid|denied|refused|aborted|already in use|unexpected|E[A-Z]{4,})\b/i

/** What package managers add below the error of the program that they ran. */
const afterword = /\bELIFECYCLE\b|^npm (?:ERR!|error)|Command failed with exit code/

/**
 * The line of a log that most likely says why a program ended: the last that names an error, else the
 * last that sounds like one, else the last at all. Undefined for an empty log.
 */
export const tellingLine = (log: string): string | undefined => {
  const lines = plainLines(log).filter((line) => line.trim() !== '')
  const candidates = lines.filter((line) => !frame.test(line) && !afterword.test(line))
  const found =
    candidates.findLast((line) => strong.test(line)) ??
    candidates.findLast((line) => weak.test(line)) ??
    candidates.at(-1) ??
    lines.at(-1)
  return found?.trim()
}
