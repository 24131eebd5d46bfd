import { mkdir, realpath, rm } from 'node:fs/promises';
import { type Cluster, clusterDir, openCluster } from './embedded/cluster';
import { ownerUrl, prepareDatabase } from './embedded/connection';
import { createLauncher } from './embedded/launcher';
import { findPostmaster, stopPostmaster } from './embedded/postmaster';
import { launch, untilAnswering } from './embedded/server';
import { makeTestFolder } from './embedded/test-folder';

export type EmbeddedOptions = { dataDir: string; port?: number; fsync?: boolean };

/** A running PostgreSQL. `url` is the owner's; `adopted` says that it ran before we asked. */
export type EmbeddedServer = {
  url: string;
  port: number;
  adopted: boolean;
  stop(): Promise<void>;
};

/** Starts the PostgreSQL of a data directory, or takes over the one that still runs there. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { fsync: durable = true, port: wished } = options;
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = await realpath(options.dataDir);
  const launcher = await createLauncher(dataDir, clusterDir(dataDir));
  const cluster = await openCluster(dataDir, launcher, durable);

  const running = await findPostmaster(cluster.dir);
  const adopted = running && (await untilAnswering(cluster, running.pid));
  const port = adopted ?? (await launch(cluster, launcher, { durable, port: wished }));
  await prepareDatabase(cluster, port);

  const stop = () => stopCluster(cluster);
  return { url: ownerUrl(cluster, port), port, adopted: adopted !== null, stop };
}

/** A server for tests: as fast as it can be, in a directory of its own that stop() removes. */
export async function startTestServer(): Promise<EmbeddedServer> {
  const dataDir = await makeTestFolder('test');
  const server = await startEmbedded({ dataDir, fsync: false });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { ...server, stop };
}

async function stopCluster(cluster: Cluster): Promise<void> {
  const running = await findPostmaster(cluster.dir);
  if (running) await stopPostmaster(running.pid);
}
