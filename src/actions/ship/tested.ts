import { SeaworthyError } from '../../base/error.ts'
import type { Run } from '../../github/run.ts'
import type { TestedRun } from '../../github/tested.ts'

const refuse = (message: string, hint: string): SeaworthyError =>
  new SeaworthyError('commit-not-tested', message, { hint })

/**
 * What was tested is what ships: under `workflow_run` the very commit of that run, from this repository,
 * and only when that run went well.
 * @throws SeaworthyError `commit-not-tested`.
 */
export const requireTested = (
  { commit, repository, conclusion }: TestedRun,
  checkedOut: string | undefined,
  run: Pick<Run, 'repository'>,
): void => {
  if (repository.toLowerCase() !== run.repository.toLowerCase())
    throw refuse(
      `The run before this one tested a commit of ${repository || 'an unknown repository'}, not of ${run.repository}.`,
      "A fork's pull request starts such runs too: give the job `if: github.event.workflow_run.event == 'push'`.",
    )
  if (conclusion !== 'success')
    throw refuse(
      `The run that tested ${commit} ended with ${conclusion || 'no conclusion'}.`,
      "Give the job `if: github.event.workflow_run.conclusion == 'success'`.",
    )
  if (checkedOut !== commit)
    throw refuse(
      `Tested was ${commit}, but ${checkedOut ?? 'no commit'} is checked out.`,
      'Give actions/checkout `ref: ${{ github.event.workflow_run.head_sha }}`: without it, it takes the newest commit of the default branch.',
    )
}
