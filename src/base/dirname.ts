import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

// ssh2's emscripten output reads __dirname, which an ES module bundle does not have.
Object.assign(globalThis, { __dirname: dirname(fileURLToPath(import.meta.url)) })
