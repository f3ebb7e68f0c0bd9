import type { Order } from '../../src/image/order.ts'

/** The plainest order; a test lays its own over it. */
export const plainOrder: Order = {
  service: 'shop',
  repository: 'ghcr.io/acme/shop',
  version: 'v1',
  commit: 'a'.repeat(40),
  source: 'https://github.com/acme/shop',
  platforms: ['linux/amd64'],
  context: '.',
  dockerfile: 'Dockerfile',
  target: undefined,
  args: {},
  secrets: {},
  ssh: undefined,
  provenance: undefined,
  sbom: undefined,
  cache: { type: 'none' },
}
