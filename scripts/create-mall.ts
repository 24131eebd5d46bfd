import { randomBytes } from 'node:crypto';
import { closePools, openPools } from '@/db/pools';
import { env } from '@/lib/env';
import { createMall } from '@/lib/system/create-mall';
import { openDatabase } from './supervisor/database';

const [name, email, ownerName = '대표'] = process.argv.slice(2);
if (!name || !email?.includes('@')) {
  console.error('npm run create-mall -- "가게 이름" owner@example.com ["대표 이름"]');
  process.exit(2);
}

const database = await openDatabase();
openPools(database.url, env().appRole, 2);
const password = process.env.MOA_OWNER_PASSWORD ?? randomBytes(12).toString('base64url');
try {
  await createMall({ name, owner: { email, name: ownerName, password } }, new Date());
  console.log(`${name} is open. Sign in as ${email} with the password ${password}`);
} finally {
  await closePools();
  if (database.embedded && !database.embedded.adopted) await database.embedded.stop();
}
