import { SeaworthyError } from '../../../src/base/error.ts'

/** The user's error that `act` ends with; anything else fails the test. */
export const errorOf = async (act: () => unknown): Promise<SeaworthyError> => {
  try {
    await act()
  } catch (error) {
    if (error instanceof SeaworthyError) return error
    throw error
  }
  throw new Error('It did not fail.')
}
