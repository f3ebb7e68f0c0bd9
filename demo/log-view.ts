type Show = (line: string) => void

interface Group {
  readonly title: string
  readonly lines: string[]
}

/** Long lists stay folded, as all groups on GitHub do until they are clicked; steps are shown. */
const isFolded = (title: string): boolean => title.startsWith('Every command')

const unescaped = (text: string): string =>
  text.replaceAll('%0D', '').replaceAll('%0A', '\n').replaceAll('%25', '%')

/** Draws the lines of a step's log as GitHub's viewer does: groups, and annotations by their kind. */
export const createLogView = (show: Show): Show => {
  let folded: Group | undefined
  let indent = ''
  const open = (title: string): void => {
    if (isFolded(title)) folded = { title, lines: [] }
    else {
      show(`v ${title}`)
      indent = '    '
    }
  }
  const close = (): void => {
    if (folded !== undefined) show(`> ${folded.title} (${folded.lines.length} lines, folded)`)
    folded = undefined
    indent = ''
  }
  const annotate = (kind: string, message: string): void => {
    const name = kind.charAt(0).toUpperCase() + kind.slice(1)
    for (const line of `${name}: ${unescaped(message)}`.split('\n')) show(`${indent}${line}`)
  }
  // Ends what `stop-commands` began; neither of the two is shown.
  let resume: string | undefined
  return (line) => {
    const [, command = '', data = ''] = /^::([a-z\d-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? []
    if (command === 'stop-commands') resume = data
    else if (command !== '' && command === resume) resume = undefined
    else if (command === 'debug') return
    else if (command === 'group') open(unescaped(data))
    else if (command === 'endgroup') close()
    else if (['error', 'warning', 'notice'].includes(command)) annotate(command, data)
    else if (folded !== undefined) folded.lines.push(line)
    else show(`${indent}${line}`)
  }
}
