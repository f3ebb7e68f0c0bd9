import type { LogLine } from '../../../src/rollout/report/log-line.ts'

/** Lines as they look in the log: groups like a runner's commands, warnings marked. */
export const asText = (lines: readonly LogLine[]): string =>
  lines
    .map((one) => {
      switch (one.kind) {
        case 'group':
          return `::group::${one.title}`
        case 'end-group':
          return '::endgroup::'
        case 'warning':
          return `::warning::${one.text}`
        case 'error':
        case 'line':
          return one.text
      }
    })
    .join('\n')
