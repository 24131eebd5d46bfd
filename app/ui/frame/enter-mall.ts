/** Goes on in another mall of one's own, from its first screen. */
export async function enterMall(mallId: number): Promise<void> {
  const { getCsrfToken } = await import('next-auth/react');
  const answer = await fetch('/api/auth/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ csrfToken: await getCsrfToken(), data: { mallId } }),
  });
  if (!answer.ok) throw new Error(`The session answered ${answer.status}`);
  window.location.assign('/');
}
