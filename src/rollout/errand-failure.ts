import { SeaworthyError } from '../base/error.ts'

/** What kept an errand from its end, when hosts may have been changed already. */
export class ErrandFailure extends SeaworthyError {
  constructor({ code, message, hint, evidence, cause }: SeaworthyError) {
    super(code, message, { ...(hint === undefined ? {} : { hint }), evidence, cause })
  }
}
