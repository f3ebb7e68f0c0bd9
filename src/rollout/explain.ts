export { explainDocker, DockerRefusal } from './explain/docker.ts'
export { explainScript } from './explain/script.ts'
