import { freshFolder } from '../../backup/archive/support.ts'
import { makeSample, prove, type BackupBreaks, type Proved } from './play.ts'
import { backupTrials, type BackupTrial } from './trials.ts'

/** What each invariant wants of a trial that is about it; what is wrong otherwise. */
const judges: Readonly<Record<BackupTrial['invariant'], (proved: Proved) => string | undefined>> = {
  B1: ({ verdict }) => (verdict === 'proven' ? 'another file was called verified' : undefined),
  B2: ({ verdict }) => (verdict === 'refused' ? undefined : `it came to ${verdict}`),
  B3: ({ verdict }) => (verdict === 'proven' ? undefined : `a false alarm: ${verdict}`),
  B4: ({ verdict, restored }) =>
    verdict === 'damaged' && !restored ? undefined : 'a damaged file was restored',
}

/** `B2 a value differs: ...` for each trial in which its invariant did not hold. */
export const judgeBackup = async (
  breaks: BackupBreaks = {},
  wanted?: BackupTrial['invariant'],
): Promise<readonly string[]> => {
  using folder = freshFolder()
  const made = await makeSample(folder, breaks)
  const wrong: string[] = []
  for (const trial of backupTrials) {
    if (wanted !== undefined && (trial.invariant !== wanted || wrong.length > 0)) continue
    const told = judges[trial.invariant](await prove(made, trial, breaks))
    if (told !== undefined) wrong.push(`${trial.invariant} ${trial.title}: ${told}`)
  }
  return wrong
}
