import postgres from 'postgres';

/** Copies of one server's databases, so that every run of a stage starts from the same rows. */
export function databasesOf(serverUrl: string, prefix: string) {
  const made = new Set<string>();
  const onServer = (statement: string) =>
    onPool(serverUrl, (pool) => pool.unsafe(statement).then(() => {}));
  const create = async (name: string, template = '') => {
    made.add(name);
    await onServer(`create database ${prefix}_${name} ${template}`);
  };
  const drop = async (name: string) => {
    await onServer(`drop database if exists ${prefix}_${name} with (force)`);
    made.delete(name);
  };
  const urlOf = (name: string) => {
    const url = new URL(serverUrl);
    url.pathname = `/${prefix}_${name}`;
    return url.href;
  };
  return {
    urlOf,
    create: (name: string) => create(name),
    copy: (from: string, to: string) =>
      create(to, `template ${prefix}_${from} strategy = file_copy`),
    /** Runs the work on a copy, which is gone afterwards. */
    onCopy: async <Result>(from: string, work: (url: string) => Promise<Result>) => {
      await create('run', `template ${prefix}_${from} strategy = file_copy`);
      return work(urlOf('run')).finally(() => drop('run'));
    },
    /** As a database stands at night: no dead rows, fresh statistics. */
    settle: (name: string) =>
      onPool(urlOf(name), async (pool) => {
        await pool.unsafe('vacuum (analyze)');
        await pool.unsafe('checkpoint');
      }),
    dropAll: async () => {
      for (const name of [...made]) await drop(name);
    },
  };
}

export type Databases = ReturnType<typeof databasesOf>;

/** One connection of the owner: past row-level security. */
export async function onPool<Result>(
  url: string,
  work: (pool: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const pool = postgres(url, { max: 1, onnotice: () => {} });
  return work(pool).finally(() => pool.end());
}
