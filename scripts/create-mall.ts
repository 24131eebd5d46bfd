import { randomBytes } from 'node:crypto';
import { migrate } from '@/db/migrate';
import { closePools, openPools } from '@/db/pools';
import { env } from '@/lib/env';
import { createMall } from '@/lib/system/create-mall';
import { withDatabase } from './supervisor/database';
import { runCommand } from './supervisor/running';

/** Opens a mall with its owner and says the password once; `MOA_OWNER_PASSWORD` chooses it. */
const [name, email, ownerName = '대표'] = process.argv.slice(2);
if (!name || !email?.includes('@')) {
  console.error('npm run create-mall -- "가게 이름" owner@example.com ["대표 이름"]');
  process.exit(2);
}

const password = process.env.MOA_OWNER_PASSWORD ?? randomBytes(12).toString('base64url');
runCommand(async () => {
  await withDatabase(async (ownerUrl) => {
    await migrate(ownerUrl, env().appRole);
    openPools(ownerUrl, env().appRole, 2);
    const owner = { email, name: ownerName, password };
    await createMall({ name, owner }, new Date()).finally(closePools);
  });
  console.log(`${name} is open. Sign in as ${email} with the password ${password}`);
});
