import { shopKey } from '../config/fixtures/certificates.ts'

/** What Kamal does and we do not, or otherwise, and what for. */
export interface Difference {
  readonly why: string
  readonly kamal: readonly string[]
  readonly ours: readonly string[]
}

export const imageByDigest: Difference = {
  why: 'the image comes by its digest and then gets its tag; the login goes with the pull, and stays on no host',
  kamal: [
    'login ghcr.io -u u -p p',
    'login ghcr.io -u u -p p',
    'image rm --force ghcr.io/o/app:bbb',
    'pull ghcr.io/o/app:bbb',
  ],
  ours: ['pull ghcr.io/o/app@DIGEST', 'tag ghcr.io/o/app@DIGEST ghcr.io/o/app:bbb'],
}

/** @param roles how many containers are made */
export const startedLater = (roles: number): Difference => ({
  why: 'a container is created first, and started when every host has its own',
  kamal: [],
  ours: Array<string>(roles).fill('start'),
})

export const proxyRuns: Difference = {
  why: 'where the proxy runs already, nothing is tried',
  kamal: ['network create kamal', 'container start kamal-proxy'],
  ours: [],
}

export const loginsOfAccessories = (accessories: number): Difference => ({
  why: 'the pull of an accessory has its login with it; Kamal leaves one on the host before each',
  kamal: Array<string>(accessories).fill('login ghcr.io -u u -p p'),
  ours: [],
})
export const fromRegistries: Difference = {
  why: 'images are pulled before anything is made of them, so that a failing one is told as such',
  kamal: [],
  ours: ['pull postgres:17', 'pull ghcr.io/o/search:1'],
}

export const networkOnce: Difference = {
  why: 'the network is made once a host, not before each accessory too',
  kamal: ['network create kamal', 'network create kamal'],
  ours: [],
}

const routed =
  'exec kamal-proxy kamal-proxy deploy shop-search --target=search:7700 --host=search.example.com --deploy-timeout=30s --drain-timeout=30s --health-check-path=/health --buffer-requests --buffer-responses --log-request-header=Cache-Control --log-request-header=Last-Modified --log-request-header=User-Agent'

export const pagesOfTheApp: Difference = {
  why: "an accessory is not given the error pages of the app: their folder is one version's, and goes with it",
  kamal: [`${routed} --error-pages=/home/kamal-proxy/.apps-config/app-staging/error_pages/bbb`],
  ours: [routed],
}

const copied = 'container cp -L app-web-staging-assets:/rails/public/assets/.'

export const assetsAside: Difference = {
  why: 'assets are copied into a folder of the rollout, and take their place when all of them are there; an image that is missing is told as such, and not pulled without its login',
  kamal: [
    'container create --name app-web-staging-assets ghcr.io/o/app:bbb',
    `${copied} .kamal/apps/app-staging/assets/extracted/web-bbb`,
  ],
  ours: [
    'container create --pull never --name app-web-staging-assets ghcr.io/o/app:bbb',
    `${copied} .kamal/apps/app-staging/seaworthy/web/staged/extracted-web`,
  ],
}

const key = '.kamal/proxy/apps-config/app-staging/tls/web/key.pem'

export const keyUnseen: Difference = {
  why: 'the private key is for the proxy alone, where the login user may give it that',
  kamal: [`${key} 644 ${shopKey}`],
  ours: [`${key} 600 ${shopKey}`],
}

export const ownRecords: Difference = {
  why: 'fence and releases are ours',
  kamal: [],
  ours: ['.kamal/apps/app-staging/seaworthy/ 755'],
}
