import { closePools, openPools } from '@/db/pools';
import { openPracticeMall } from '@/lib/system/practice-mall';
import { report } from './running';

type Installation = { databaseUrl: string; appRole: string; encryptionKey: string };

/** Opens the practice mall; one that fails must not keep the real malls from coming up. */
export async function tellPracticeMall(
  { databaseUrl, appRole, encryptionKey }: Installation,
  practiceUrl: string,
): Promise<void> {
  openPools(databaseUrl, appRole, 2);
  await openPracticeMall(practiceUrl, encryptionKey, new Date()).catch(report).finally(closePools);
}
