import { migrate } from '@/db/migrate';
import { closePools, openPools } from '@/db/pools';
import { env } from '@/lib/env';
import { resetForgottenPassword } from '@/lib/system/reset-forgotten';
import { withDatabase } from './supervisor/database';
import { runCommand } from './supervisor/running';

/** Replaces a forgotten password, says the new one once, and ends the sessions of its user. */
const [email] = process.argv.slice(2);
if (!email?.includes('@')) {
  console.error('npm run reset-password -- owner@example.com');
  process.exit(2);
}

runCommand(async () => {
  const password = await withDatabase(async (ownerUrl) => {
    await migrate(ownerUrl, env().appRole);
    openPools(ownerUrl, env().appRole, 2);
    return resetForgottenPassword(email, new Date()).finally(closePools);
  });
  console.log(`Sign in as ${email} with the password ${password} and choose a new one.`);
});
