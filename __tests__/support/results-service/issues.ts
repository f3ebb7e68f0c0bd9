import { json, type Answer, type Asked } from './answer.ts'
import type { World } from './world.ts'

export interface FakeIssue {
  readonly number: number
  title: string
  body: string
  state: 'open' | 'closed'
  readonly labels: readonly string[]
  readonly comments: string[]
}

interface Sent {
  readonly title?: string
  readonly body?: string
  readonly labels?: readonly string[]
  readonly state?: 'open' | 'closed'
}

const listed = (world: World, query: URLSearchParams): Answer => {
  const label = query.get('labels') ?? ''
  const found = world.issues
    .filter(({ state }) => state === (query.get('state') ?? 'open'))
    .filter(({ labels }) => label === '' || labels.includes(label))
  return json(200, found.map(shown))
}

const shown = ({ number, title, body, state, labels }: FakeIssue) => ({
  ...{ number, title, body, state },
  labels: labels.map((name) => ({ name })),
})

const opened = (world: World, { title = '', body = '', labels = [] }: Sent): Answer => {
  const number = world.issues.length + 1
  const issue: FakeIssue = { number, title, body, state: 'open', labels, comments: [] }
  world.issues.push(issue)
  return json(201, shown(issue))
}

/** Issues of the repository; `rest` is the path after `/issues`. */
export const issuesAnswer = (world: World, asked: Asked, rest: string): Answer => {
  const { method, query, body } = asked
  const sent = method === 'GET' ? {} : (JSON.parse(body.toString('utf8')) as Sent)
  if (rest === '') return method === 'GET' ? listed(world, query) : opened(world, sent)
  const [, number = '', comments] = /^\/(\d+)(\/comments)?$/.exec(rest) ?? []
  const issue = world.issues.find((one) => String(one.number) === number)
  if (issue === undefined) return json(404, { message: 'Not Found' })
  if (comments !== undefined) {
    issue.comments.push(sent.body ?? '')
    return json(201, { body: sent.body })
  }
  if (method !== 'PATCH') return json(200, shown(issue))
  Object.assign(issue, sent)
  return json(200, shown(issue))
}
