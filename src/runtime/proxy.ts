/** The proxy for https connections, as the environment names it. */
export interface ProxyChoice {
  /** For an agent's `proxyEnv`: https://nodejs.org/api/http.html#built-in-proxy-support */
  readonly env: { readonly HTTPS_PROXY?: string; readonly NO_PROXY?: string };
  /** What an error of a connection says besides; '' without a proxy. Never the proxy's user or password. */
  readonly words: string;
}

const NONE: ProxyChoice = { env: {}, words: '' };
let chosen = NONE;

/** Called once, by the entries, which alone read the environment; `HTTPS_PROXY` and `NO_PROXY`, in capitals or not. */
export function useProxies(env: Readonly<Record<string, string | undefined>>, nodeVersion: string): void {
  chosen = proxyChoice(env, nodeVersion);
}

export function chosenProxy(): ProxyChoice {
  return chosen;
}

/** Plain http goes to this very machine only, and so never through a proxy. */
export function proxyChoice(env: Readonly<Record<string, string | undefined>>, nodeVersion: string): ProxyChoice {
  const named = env.https_proxy || env.HTTPS_PROXY || '';
  if (named === '') return NONE;
  // As curl and npm have it, an address without a scheme is an http proxy.
  const url = parse(named.includes('://') ? named : `http://${named}`);
  if (url === null || !/^https?:$/.test(url.protocol))
    return { env: {}, words: 'HTTPS_PROXY is ignored: it is not the address of an http or https proxy' };
  if (!supports(nodeVersion)) return { env: {}, words: `HTTPS_PROXY is not used: Node.js ${nodeVersion} can't, 24.5 can` };
  const except = env.no_proxy || env.NO_PROXY || '';
  return {
    env: { HTTPS_PROXY: url.href, ...(except === '' ? {} : { NO_PROXY: except }) },
    words: `HTTPS_PROXY is ${url.host}`,
  };
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function supports(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
}
