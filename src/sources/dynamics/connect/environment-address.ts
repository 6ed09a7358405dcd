/** Where the Web API is. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors */
export const API_PATH = '/api/data/v9.2/';

/**
 * The organisation's origin from whatever its users paste: with `.api.`, a path or a slash behind it. Never with `.api.`:
 * this is what Entra knows as the resource, and what tells one organisation from another.
 */
export function organisationOrigin(url: string): string {
  const { protocol, host, hostname } = new URL(url);
  const labels = host.split('.');
  const isApi = labels[1] === 'api' && isNamed(hostname);
  return `${protocol}//${(isApi ? [labels[0], ...labels.slice(2)] : labels).join('.')}`;
}

/** The same organisation's other address, with `.api.`: links may show it. Null for a bare address. */
export function apiTwin(origin: string): string | null {
  const { protocol, host, hostname } = new URL(origin);
  if (!isNamed(hostname)) return null;
  const [first, ...rest] = host.split('.');
  return `${protocol}//${[first, 'api', ...rest].join('.')}`;
}

/** `org.crm.dynamics.com`, unlike an IP address or `localhost`. */
function isNamed(hostname: string): boolean {
  return hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[');
}
