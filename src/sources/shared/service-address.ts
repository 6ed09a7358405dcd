import { isLoopback } from '../../model/loopback.ts';

/** The address in what people paste: without https, with a path. Null for what is no address of a service. */
export function serviceAddress(pasted: string): URL | null {
  const text = /^[a-z]+:\/\//i.test(pasted) ? pasted : `https://${pasted}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isHere = isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return null;
  return url.hostname.includes('.') || isHere ? url : null;
}
