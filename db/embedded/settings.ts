/** Server settings, given on the command line so that a start always has exactly these. */
export function serverSettings(port: number, durable: boolean): string[] {
  return Object.entries({
    ...network,
    port: String(port),
    ...memory,
    ...logging,
    ...(durable ? durableWrites : throwAwayWrites),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const network = { listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC' };

/** For two cores. A parallel hash needs more /dev/shm than a container's 64 MB. */
const memory = {
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
};

/** Terse leaves out the DETAIL of an error, where values of rows, so names and phones, stand. */
const logging = { log_error_verbosity: 'terse', log_lock_waits: 'on', log_timezone: 'UTC' };

const durableWrites = {
  fsync: 'on',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
};

const throwAwayWrites = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_wal_size: '2GB',
  autovacuum_naptime: '10min',
};
