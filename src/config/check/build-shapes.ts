import { strings } from './common-shapes.ts'
import { refused, used, type Keys, type Shape } from './shape.ts'

const cache: Keys = {
  type: used('string', '`gha` or `registry`.'),
  options: used('string', 'Added to what buildx is told of the cache, such as `mode=max`.'),
  image: used('string', 'Where a registry keeps the cache.', { otherwise: 'IMAGE-build-cache' }),
}

const pack: Keys = {
  builder: refused('string', 'Builder of Cloud Native Buildpacks.', 'use a Dockerfile'),
  buildpacks: refused(strings, 'The buildpacks.', 'use a Dockerfile'),
}

export const builderShape: Shape = {
  keys: {
    arch: used({ either: [strings, 'string'] }, '`amd64`, `arm64` or a list of them.', {
      otherwise: 'required to build',
    }),
    remote: used('string', 'A Docker engine that builds, such as `ssh://user@host`.'),
    local: used('boolean', 'Whether the runner builds for its own architecture.', {
      otherwise: 'true',
    }),
    driver: used('string', '`docker-container`, `docker` or `cloud ORG/NAME`.', {
      otherwise: 'docker-container',
    }),
    context: used('string', 'Folder or address that is built.', {
      otherwise: 'the commit',
      note: 'without it the checkout is built, with a warning of what the commit does not hold',
    }),
    dockerfile: used('string', 'The Dockerfile.', { otherwise: 'Dockerfile' }),
    target: used('string', 'Stage of the Dockerfile to stop at.'),
    args: used('hash', 'Build arguments; anybody who has the image can read them.'),
    secrets: used(strings, 'Secrets for `RUN --mount=type=secret`.'),
    ssh: used('string', 'Agent or keys for `RUN --mount=type=ssh`.'),
    cache: used({ keys: cache }, 'Where layers are kept.', { otherwise: 'in the registry' }),
    provenance: used('string', "Handed to buildx's `--provenance`."),
    sbom: used('string', "Handed to buildx's `--sbom`."),
    pack: refused({ keys: pack }, 'Builds with buildpacks.', 'use a Dockerfile'),
  },
}
