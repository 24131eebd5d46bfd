import { isMainThread } from 'node:worker_threads';

const lastMomentsMs = 3_000;

// Preloaded into the supervisor's children. Their stdin is a pipe that closes when the supervisor
// ends, however it ends. Their own children inherit the preload, but not the variable.
if (isMainThread && process.env.MOA_EXIT_WITH_PARENT) {
  delete process.env.MOA_EXIT_WITH_PARENT;
  process.stdin.once('close', leave).resume();
  process.stdin.unref();
}

function leave() {
  setTimeout(() => process.exit(1), lastMomentsMs).unref();
  process.kill(process.pid, 'SIGTERM');
}
