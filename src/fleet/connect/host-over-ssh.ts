import { SeaworthyError } from '../../base/error.ts'
import type { Host } from '../../host/port.ts'
import { parseScriptOutput, renderScript } from '../../host/render.ts'
import type { Script, ScriptAnswer } from '../../host/script.ts'
import type { Connection } from '../../ssh/connection.ts'
import { bounded } from '../../ssh/deadline.ts'
import { dockerOverSsh } from './docker-over-ssh.ts'
import { probeOverSsh } from './probe-over-ssh.ts'

const limits = { stdoutBytes: 4 * 1024 * 1024, stderrBytes: 64 * 1024 }

const runScript = async (
  connection: Connection,
  script: Script,
  signal: AbortSignal,
): Promise<ScriptAnswer> => {
  const answered = connection.exec(renderScript(script), limits, signal)
  if (script.followed ?? script.changes) connection.expectScript()
  const result = await answered
  const stderr = result.stderr.toString('utf8')
  if (result.overflowed)
    throw new SeaworthyError(
      'script-failed',
      `${script.title} on ${connection.name} printed more than 4 MiB.`,
      { hint: 'A file that is read is far larger than it should be.', evidence: [stderr] },
    )
  return { code: result.code, ...parseScriptOutput(result.stdout.toString('utf8')), stderr }
}

/** A host, spoken to over its one SSH connection. Whoever connects has a script to say. */
export const hostOverSsh = (name: string, connection: Connection): Host => {
  connection.expectScript()
  return {
    name,
    docker: dockerOverSsh(connection),
    probe: probeOverSsh(connection),
    script: (script, signal) =>
      bounded(
        { what: `${script.title} on ${name}`, timeoutMs: script.timeoutMs, signal },
        (inner) => runScript(connection, script, inner),
      ),
  }
}
