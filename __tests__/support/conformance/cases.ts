import type { Case } from './case.ts'
import { containerCases } from './cases/containers.ts'
import { dockerCases } from './cases/docker.ts'
import { fenceCases } from './cases/fence.ts'
import { fileCases } from './cases/files.ts'
import { lifeCases } from './cases/life.ts'
import { proxyCases } from './cases/proxy.ts'
import { webCases } from './cases/web.ts'
import type { Ground } from './cases/ground.ts'

/** The whole vocabulary of what is said to a host: a contract test finds what is missing. */
export const casesOf = (ground: Ground): readonly Case[] => [
  ...fileCases,
  ...fenceCases(ground),
  ...dockerCases(ground),
  ...lifeCases(ground),
  ...containerCases(ground),
  ...proxyCases(ground),
  ...webCases(ground),
]
