import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request may have come from this server's own pages. A page elsewhere can make a browser ask a loopback address; it must
 * get nothing, also under a name of its own that it has pointed at 127.0.0.1 (DNS rebinding), which shows in the Host header.
 */
export function refusal(method: string | undefined, headers: IncomingHttpHeaders, port: number): string | null {
  if (method !== 'GET' && method !== 'HEAD') return 'Only GET is answered here.';
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (!hosts.includes((headers.host ?? '').toLowerCase())) return 'Open this address as localhost or 127.0.0.1.';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'Other sites may not ask here.';
  const origin = headers.origin;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) return 'Other sites may not ask here.';
  return null;
}
