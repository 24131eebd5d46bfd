import { report } from './supervisor/running';
import { supervise } from './supervisor/supervise';

const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => stopped.abort());
}

supervise(process.argv.includes('--dev'), stopped.signal).then(
  () => process.exit(0),
  (error) => {
    report(error);
    process.exit(1);
  },
);
