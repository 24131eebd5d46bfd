import type { TestProject } from 'vitest/node';
import { type EmbeddedServer, startTestServer } from './embedded';
import { migrate } from './migrate';
import { createDatabase, TEMPLATE, withDatabase } from './testing';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServerUrl: string;
  }
}

type Started = { users: number; server: Promise<EmbeddedServer> };
const held = globalThis as typeof globalThis & { moaTestServer?: Started };

/** One server a test run, whatever projects it has; every file copies its migrated template. */
export default async function setup(project: TestProject) {
  held.moaTestServer ??= { users: 0, server: start() };
  const started = held.moaTestServer;
  started.users += 1;
  const server = await started.server;
  project.provide('databaseServerUrl', server.url);
  return async () => {
    started.users -= 1;
    if (started.users > 0) return;
    delete held.moaTestServer;
    await server.stop();
  };
}

async function start(): Promise<EmbeddedServer> {
  const server = await startTestServer();
  await createDatabase(server.url, TEMPLATE);
  await migrate(withDatabase(server.url, TEMPLATE), 'moa_app');
  return server;
}
