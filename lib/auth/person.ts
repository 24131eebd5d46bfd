import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import type { SignedIn } from './sign-in';

/** Somebody who is signed in, whether or not a mall lets them in. */
export type Person = {
  userId: number;
  userName: string;
  email: string;
  mustChangePassword: boolean;
};

/** A person's own request, of no mall. */
export type PersonAsking = Person & { now: Date; address: string };

/** Whose session it is; undefined once the user is disabled or was signed out. */
export async function personOf(session: SignedIn): Promise<Person | undefined> {
  const [person] = await rows<Person>(
    systemDb(),
    sql`
    select id as "userId", name as "userName", email,
      must_change_password as "mustChangePassword"
    from users
    where id = ${session.userId} and session_version = ${session.sessionVersion}
      and disabled_at is null`,
  );
  return person;
}
