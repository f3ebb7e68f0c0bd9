export { explainDocker } from './explain/docker.ts'
export { explainScript } from './explain/script.ts'
