import { builtinModules } from 'node:module'
import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Who may import whom, below `src/`. A folder that is missing here is refused by a contract test. */
export const arrows = {
  base: [],
  config: ['base'],
  github: ['base'],
  ssh: ['base'],
  host: ['base', 'config'],
  fleet: ['base', 'config', 'host', 'ssh'],
  postgres: ['base', 'ssh'],
  rollout: ['base', 'config', 'host', 'fleet'],
  operate: ['base', 'config', 'host', 'fleet', 'rollout'],
  backup: ['base', 'postgres'],
  image: ['base'],
  actions: [
    ...['base', 'config', 'github', 'ssh', 'host', 'fleet', 'postgres', 'rollout'],
    ...['operate', 'backup', 'image'],
  ],
}

/** Packages that belong to one layer. */
const owners = {
  '@actions/core': 'github',
  '@actions/artifact': 'github',
  '@actions/cache': 'github',
  'age-encryption': 'backup',
  pg: 'postgres',
  ssh2: 'ssh',
  'tar-stream': 'backup',
  yaml: 'config',
}

/** Layers that do no I/O: time, chance and hosts reach them through ports. */
const pureLayers = ['config', 'host', 'rollout', 'operate']
const pureModules = ['node:crypto', 'node:buffer', 'node:util']

const outside = ['__tests__', 'bench', 'build', 'demo', 'dist', 'lab', 'scripts']
const impureGlobals = [
  ...['setTimeout', 'setInterval', 'setImmediate', 'performance', 'process', 'fetch'],
  ...['crypto', 'console', 'globalThis', 'require'],
]

const anyOf = (names) => `(?:${names.join('|')})`
const inFolder = (names) => `(?:^|/)\\.\\./${anyOf(names)}(?:/|$)`
const inPackage = (names) => `^${anyOf(names)}(?:/|$)`

const bareBuiltins = {
  regex: inPackage(builtinModules.filter((name) => !/^_|\/|:/.test(name))),
  message: 'Write node: before a built-in module.',
}

const refusedImports = (layer) => [
  bareBuiltins,
  {
    regex: inFolder(
      Object.keys(arrows).filter((to) => to !== layer && !arrows[layer].includes(to)),
    ),
    message: `${layer} may import: ${arrows[layer].join(', ') || 'no other layer'}.`,
  },
  { regex: inFolder(outside), message: 'src/ knows nothing outside src/.' },
  {
    regex: inPackage(Object.keys(owners).filter((name) => owners[name] !== layer)),
    message: 'This package belongs to another layer (eslint.config.js: owners).',
  },
  ...(pureLayers.includes(layer)
    ? [
        {
          regex: `^node:(?!${anyOf(pureModules.map((name) => name.slice(5)))}$)`,
          message: `${layer} does no I/O: take it as an argument or through a port.`,
        },
      ]
    : []),
]

const onlyHashes = {
  name: 'node:crypto',
  allowImportNames: [
    'createHash',
    'createPrivateKey',
    'KeyObject',
    'timingSafeEqual',
    'X509Certificate',
  ],
  message: 'Chance comes through the port Random.',
}

const refusedSyntax = (selector, message) => ({ selector, message })
const house = [
  refusedSyntax('ExportDefaultDeclaration', 'Name what you export.'),
  refusedSyntax('FunctionDeclaration[generator=false]', 'Write const f = (...) => ...'),
  refusedSyntax('ClassDeclaration:not([superClass.name=/Error$/])', 'Only errors are classes.'),
]
const clock = 'Time comes through the port Clock; a Date is made from milliseconds only.'
const noClock = [
  'NewExpression[callee.name="Date"][arguments.length=0]',
  'MemberExpression[object.name="Date"]:not([property.name=/^(UTC|parse)$/])',
  ':not(NewExpression, MemberExpression, TSTypeReference) > Identifier[name="Date"]',
  'NewExpression > Identifier.arguments[name="Date"]',
].map((selector) => refusedSyntax(selector, clock))

const dynamicImports = (layer) => [
  refusedSyntax('ImportExpression:not([source.type="Literal"])', 'Import a literal name.'),
  // A slash would end the selector's expression.
  ...refusedImports(layer).map(({ regex, message }) =>
    refusedSyntax(`ImportExpression[source.value=/${regex.replaceAll('/', '\\x2f')}/]`, message),
  ),
]

const processProperties = (layer) => [
  ...(layer === 'actions' ? [] : [{ object: 'process', property: 'env' }]),
  ...(layer === 'github'
    ? []
    : ['stdout', 'stderr'].map((property) => ({ object: 'process', property }))),
  { object: 'process', property: 'exit', message: 'Set process.exitCode and return.' },
  ...(pureLayers.includes(layer) ? [{ object: 'Math', property: 'random' }] : []),
]

const rulesOf = (layer) => ({
  name: `seaworthy/${layer}`,
  files: [`src/${layer}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: pureLayers.includes(layer) ? [onlyHashes] : [],
        patterns: refusedImports(layer),
      },
    ],
    'no-restricted-syntax': [
      'error',
      ...house,
      ...dynamicImports(layer),
      ...(pureLayers.includes(layer) ? noClock : []),
    ],
    'no-restricted-globals': ['error', ...(pureLayers.includes(layer) ? impureGlobals : [])],
    'no-restricted-properties': ['error', ...processProperties(layer)],
  },
})

export default defineConfig(
  { ignores: ['**/node_modules/', 'dist/', 'build/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    name: 'seaworthy/everywhere',
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      'no-restricted-imports': ['error', { patterns: [bareBuiltins] }],
      'no-restricted-syntax': ['error', ...house],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    name: 'seaworthy/src',
    files: ['src/**/*.ts'],
    rules: {
      complexity: ['error', 12],
      'max-lines-per-function': ['error', { max: 40, IIFEs: true }],
      'max-params': ['error', 5],
    },
  },
  Object.keys(arrows).map(rulesOf),
  {
    name: 'seaworthy/tests',
    files: ['__tests__/**/*.ts', 'lab/**/*.ts', 'bench/**/*.ts', 'demo/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    name: 'seaworthy/plain-javascript',
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': 'off' },
  },
)
