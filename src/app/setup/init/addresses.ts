import { isLoopback } from '../../../model/loopback.ts';
import type { SourceType } from './flows.ts';

/** What people paste into an address: without https, with a path, of the screen instead of the service. Null for what is no address. */
export function serviceAddress(type: SourceType, pasted: string): string | null {
  const text = /^[a-z]+:\/\//i.test(pasted) ? pasted : `https://${pasted}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isHere = isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return null;
  if (!url.hostname.includes('.') && !isHere) return null;
  return type === 'salesforce' ? `${url.protocol}//${myDomain(url.host)}` : url.origin;
}

/** The screens of an org have other host names than its API: https://help.salesforce.com/s/articleView?id=sf.domain_name_url_formats.htm */
function myDomain(host: string): string {
  return host
    .replace(/\.lightning\.force\.com$/, '.my.salesforce.com')
    .replace(/\.my\.salesforce-setup\.com$/, '.my.salesforce.com');
}

/** Where users of national clouds sign in; null for the public one. https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
export function nationalAuthority(url: string): string | null {
  const { hostname } = new URL(url);
  if (/\.(microsoftdynamics|appsplatform)\.us$/.test(hostname)) return 'https://login.microsoftonline.us';
  if (/\.dynamics\.cn$/.test(hostname)) return 'https://login.partner.microsoftonline.cn';
  return null;
}

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
