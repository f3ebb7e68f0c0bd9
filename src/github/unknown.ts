export { isRecord, textOf } from '../base/unknown.ts'
