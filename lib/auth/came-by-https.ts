/** Whether some proxy on the way was spoken to by TLS, as it says itself. */
export function cameByHttps(forwardedProto: unknown): boolean {
  const chain = typeof forwardedProto === 'string' ? forwardedProto.split(',') : [];
  return chain.some((protocol) => protocol.trim().toLowerCase() === 'https');
}
