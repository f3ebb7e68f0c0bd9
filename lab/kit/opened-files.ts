// node --import THIS: appends the path of every file of code that is loaded to the file $OPENED_FILES.
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const list = process.env['OPENED_FILES'] ?? '/dev/null'

registerHooks({
  load: (url, context, next) => {
    if (url.startsWith('file:')) appendFileSync(list, `${fileURLToPath(url)}\n`)
    return next(url, context)
  },
})
