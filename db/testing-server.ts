import type { TestProject } from 'vitest/node';
import { startTestServer } from './embedded';
import { migrate } from './migrate';
import { createDatabase, TEMPLATE, withDatabase } from './testing';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServerUrl: string;
  }
}

/** One server a test run, its template database migrated once; every file copies the template. */
export default async function setup(project: TestProject) {
  const server = await startTestServer();
  await createDatabase(server.url, TEMPLATE);
  await migrate(withDatabase(server.url, TEMPLATE), 'moa_app');
  project.provide('databaseServerUrl', server.url);
  return () => server.stop();
}
