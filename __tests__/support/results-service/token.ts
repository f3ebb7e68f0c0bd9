const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The ids by which the service knows a run and its job. */
export const backendIds = (runId: number) => ({
  run: `00000000-0000-4000-8000-${String(runId).padStart(12, '0')}`,
  job: 'ca395085-040a-526b-2ce8-bdc85f692774',
})

/** A job's token: only its claim `scp` is read by clients. */
export const runtimeToken = (runId: number): string => {
  const { run, job } = backendIds(runId)
  const scp = `Actions.GenericRead:${run} Actions.Results:${run}:${job}`
  return [part({ alg: 'none', typ: 'JWT' }), part({ scp, iss: 'fake' }), 'signature'].join('.')
}
