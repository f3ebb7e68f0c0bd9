/** Buffers of one size that are used again: left to the garbage collector, they would pile up. */
export interface Buffers {
  readonly take: () => Buffer
  /** Takes back what was taken, or a part of it; what is none of ours is left alone. */
  readonly give: (part: Uint8Array) => void
}

export const createBuffers = (size: number): Buffers => {
  const ours = new WeakMap<ArrayBufferLike, Buffer>()
  const free: Buffer[] = []
  const make = (): Buffer => {
    const made = Buffer.allocUnsafeSlow(size)
    ours.set(made.buffer, made)
    return made
  }
  return {
    take: () => free.pop() ?? make(),
    give: ({ buffer }) => {
      const whole = ours.get(buffer)
      if (whole !== undefined) free.push(whole)
    },
  }
}
