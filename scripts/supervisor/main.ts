import { runCommand } from './running';
import { supervise } from './supervise';

const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => stopped.abort());
}

runCommand(() => supervise(process.argv.includes('--dev'), stopped.signal));
