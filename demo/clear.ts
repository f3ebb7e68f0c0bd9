/** Takes everything of the demo off hosts that stay up. */
import { clearShop } from './shop.ts'

await clearShop()
