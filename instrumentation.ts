/** Once per process of the application, not while building. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startTimer } = await import('./lib/flows/timer');
  await startTimer(() => new Date());
}
