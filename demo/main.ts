/** The story that bin/demo tells, on the lab that is up. Ends with 1 when a claim did not hold. */
import { backupAndProof } from './backup.ts'
import { createClaims } from './claims.ts'
import { heading, say } from './say.ts'
import { clearShop, openShop } from './shop.ts'
import { brokenBuild, firstDeploy, update, wayBack } from './story.ts'

await clearShop()
const shop = openShop()
const claims = createClaims()
try {
  heading(`A shop in three versions, for ${shop.hosts.map(({ name }) => name).join(', ')}`)
  await shop.build('v1', 'the shop')
  await shop.build('v2', 'the shop, newer')
  await shop.build('v3', 'broken: it listens on 127.0.0.1 only', { env: { APP_BIND: '127.0.0.1' } })

  for (const chapter of [firstDeploy, update, brokenBuild, wayBack]) {
    await chapter(shop, claims)
    // The next one builds on this one.
    if (claims.broken().length > 0) break
  }
} finally {
  shop.close()
}
await backupAndProof(claims)
heading('What was seen')
say(`${claims.held()} of ${claims.held() + claims.broken().length} claims held.`)
for (const text of claims.broken()) say(`NO!  ${text}`)
if (claims.broken().length > 0) process.exitCode = 1
