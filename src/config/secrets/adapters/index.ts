import type { Adapter } from './adapter.ts'
import { bitwarden, bitwardenSecretsManager } from './bitwarden.ts'
import { awsSecretsManager, doppler, gcpSecretManager } from './clouds.ts'
import { onePassword } from './one-password.ts'
import { passbolt } from './passbolt.ts'
import { enpass, lastPass } from './vaults.ts'

// Kamal takes a class's name as well (lib/kamal/secrets/adapters.rb).
const adapters: Readonly<Record<string, Adapter>> = {
  '1password': onePassword,
  one_password: onePassword,
  lastpass: lastPass,
  last_pass: lastPass,
  bitwarden,
  'bitwarden-sm': bitwardenSecretsManager,
  bitwarden_secrets_manager: bitwardenSecretsManager,
  aws_secrets_manager: awsSecretsManager,
  doppler,
  enpass,
  gcp: gcpSecretManager,
  gcp_secret_manager: gcpSecretManager,
  passbolt,
}

export const adapterOf = (name: string): Adapter | undefined =>
  Object.hasOwn(adapters, name.toLowerCase()) ? adapters[name.toLowerCase()] : undefined

export const adapterNames = Object.keys(adapters).filter(
  (name) => !/^(one_|last_|gcp_|.*_secrets_manager$)/.test(name) || name === 'aws_secrets_manager',
)
