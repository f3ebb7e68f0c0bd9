import type { Report, Spot } from '../mistake.ts'
import { member, members, type Field } from '../yaml/field.ts'
import { isBlank, textOf } from '../yaml/values.ts'
import { isLocalRegistry } from '../local-registry.ts'
import { isImage, isName } from './names.ts'
import { isOlder, isVersionNumber, kamalLevel } from './versions.ts'

/** What is deployed: `service`, `image`, and the conditions that the file sets on its reader. */
export const checkService = (root: Field, report: Report): void => {
  // In a local registry, an image is called as its service unless the file says otherwise.
  const isLocal = isLocalRegistry(textOf(member(root, 'registry', 'server')) ?? '')
  for (const key of isLocal ? ['service'] : ['service', 'image', 'registry']) {
    if (!isBlank(member(root, key))) continue
    const spot: Spot = { at: (member(root, key) ?? root).at, path: '' }
    report.refuse(spot, `Missing required configuration for ${key}`)
  }
  const service = member(root, 'service')
  const name = textOf(service)?.trim()
  if (service && name && !(isName(name) && !name.includes('.'))) {
    const rule = 'Service name can only include alphanumeric characters, hyphens, and underscores'
    report.refuse({ ...service, path: '' }, rule, 'it starts with a letter or a digit')
  }
  checkImage(member(root, 'image'), report)
  checkMinimumVersion(member(root, 'minimum_version'), report)
}

const checkImage = (image: Field | undefined, report: Report): void => {
  const name = textOf(image)
  if (image === undefined || !name?.trim() || isImage(name)) return
  const lower = name.toLowerCase()
  if (isImage(lower)) {
    // As `github.repository` has it; registries know no capitals, and Docker refuses them.
    report.warn(image, 'images have no capitals in their names', `taken as ${lower}`)
    return
  }
  const tagged = /^(.+?)(?::[\w.-]+|@sha256:[0-9a-f]+)$/.exec(name)?.[1]
  if (tagged !== undefined && isImage(tagged)) {
    report.refuse(image, 'the image is named without a tag or digest', `write ${tagged}`)
  } else {
    const hint = 'write it as acme/shop'
    report.refuse(image, `not an image name: ${JSON.stringify(name)}`, hint)
  }
}

const checkMinimumVersion = (field: Field | undefined, report: Report): void => {
  const minimum = textOf(field)
  if (field === undefined || minimum === undefined) return
  if (!isVersionNumber(minimum)) {
    report.refuse(field, `not a version: ${JSON.stringify(minimum)}`, 'write it as 2.12.0')
  } else if (isOlder(kamalLevel, minimum)) {
    const message = `Current version is ${kamalLevel}, minimum required is ${minimum}`
    const hint = `Seaworthy reads what Kamal ${kamalLevel} reads`
    report.refuse({ ...field, path: '' }, message, hint)
  }
}

/** A destination must be asked for where the file demands one. */
export const checkDestination = (
  root: Field,
  destination: string | undefined,
  report: Report,
): void => {
  const required = member(root, 'require_destination')
  if (required && destination === undefined && textOf(required) === 'true') {
    report.refuse({ ...required, path: '' }, 'You must specify a destination')
  }
}

/**
 * Labels by which containers are found again. Kamal lets them pass at the root, where they would
 * hide every container from both tools, so they are refused there as well.
 */
export const checkLabels = (labels: Field | undefined, report: Report): void => {
  for (const entry of members(labels)) {
    const spot = { at: entry.keyAt, path: entry.path }
    if (['destination', 'role', 'service'].includes(entry.key)) {
      const reserved = 'invalid label. destination, role, and service are reserved labels'
      report.refuse(spot, reserved)
    } else if (entry.key.startsWith('seaworthy.')) {
      report.refuse(spot, 'invalid label. seaworthy.* labels are reserved')
    } else if (!/^[^\s=\0]+$/.test(entry.key)) {
      report.refuse(spot, `not a label: ${JSON.stringify(entry.key)}`, 'no blanks and no `=`')
    }
  }
}
