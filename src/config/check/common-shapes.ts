import { used, type Keys, type Shape } from './shape.ts'

export const strings: Shape = { list: 'string' }
export const texts: Shape = { map: 'string', called: 'NAME' }
export const dockerOptions: Shape = 'hash'

export const hosts: Shape = {
  list: { either: ['string', { map: { either: ['string', strings] }, called: 'HOST' }] },
}

export const logging: Shape = {
  keys: {
    driver: used('string', "Docker's log driver."),
    options: used('hash', 'Options of the log driver.', {
      otherwise: 'max-size: 10m',
      note: 'the default counts where neither key is given',
    }),
  },
}

export const dockerOptionKeys: Keys = {
  restart: used('string', "Docker's restart policy: no, always, unless-stopped, on-failure[:N].", {
    otherwise: 'unless-stopped',
  }),
}

const clear = used(texts, 'Variables in the clear; `${NAME}` is left for the host to put in.', {
  note: 'a block with none of these three keys is all clear',
})
const secret = used(strings, 'Names of secrets, as `NAME` or `NAME:SECRET`.')

/** `env` of a role, a tag or an accessory. */
export const envKeys: Keys = { clear, secret }
