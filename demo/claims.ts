import { say } from './say.ts'

/** What the demo asserts, checked as it goes. One that does not hold makes it fail. */
export interface Claims {
  readonly check: (holds: boolean, text: string) => void
  readonly held: () => number
  readonly broken: () => readonly string[]
}

export const createClaims = (): Claims => {
  const broken: string[] = []
  let held = 0
  const check = (holds: boolean, text: string): void => {
    say(`${holds ? 'yes ' : 'NO! '} ${text}`)
    if (holds) held += 1
    else broken.push(text)
  }
  return { check, held: () => held, broken: () => broken }
}
