/** Whether a URL's host name is this very machine. The URL parser has already turned `127.1`, `0x7f.1` and the like into dotted decimals. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
