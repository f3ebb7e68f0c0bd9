const text = `'(?:[^']|'')*(?:'|$)`

/** Statements whose texts may be a login: options of a foreign server, the address of a publisher. */
const logins = new RegExp(
  String.raw`\b(?:CREATE|ALTER) (?:USER MAPPING|SERVER|SUBSCRIPTION)\b(?:${text}|[^';])*`,
  'g',
)

/** Settings with a dot are no server's own: applications keep keys in them. */
const ownSettings = new RegExp(
  String.raw`(\bSET "?[\w$]+\.[\w$."]+ (?:TO|=) )${text}(?:, ${text})*`,
  'g',
)

/** Where the server quotes a row that it does not take. */
const rows: readonly (readonly [RegExp, string])[] = [
  [/^(CONTEXT: {2}COPY .*, line \d+(?:, column .*?)?: ).*$/gm, '$1***'],
  [/(\bKey \(.*\)=)\(.*\)( (?:already exists|is |conflicts with))/g, '$1(***)$2'],
  [/(\bFailing row contains )\(.*\)/g, '$1(***)'],
]

/**
 * SQL, or words of a program that quote it, fit for a log: pg_dump and the server write passwords of
 * user mappings and subscriptions, values of an application's own settings, and rows as they are.
 */
export const withoutSecrets = (sql: string): string =>
  rows
    .reduce((words, [quoted, shown]) => words.replace(quoted, shown), sql)
    .replace(logins, (statement) => statement.replace(new RegExp(text, 'g'), `'***'`))
    .replace(ownSettings, `$1'***'`)
