import postgres from 'postgres';

/** Copies of one server's databases, so that every run of a stage starts from the same rows. */
export function databasesOf(serverUrl: string) {
  const onServer = async (statement: string) => {
    const pool = postgres(serverUrl, { max: 1, onnotice: () => {} });
    await pool.unsafe(statement).finally(() => pool.end());
  };
  const urlOf = (name: string) => {
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    urlOf,
    create: (name: string) => onServer(`create database ${name}`),
    copy: (from: string, to: string) =>
      onServer(`create database ${to} template ${from} strategy = file_copy`),
    drop: (name: string) => onServer(`drop database if exists ${name} with (force)`),
    settle: async (name: string) => {
      const pool = postgres(urlOf(name), { max: 1, onnotice: () => {} });
      await pool.unsafe('vacuum (analyze)');
      await pool.unsafe('checkpoint').finally(() => pool.end());
    },
  };
}

export type Databases = ReturnType<typeof databasesOf>;
