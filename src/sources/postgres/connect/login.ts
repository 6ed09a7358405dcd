import dns from 'node:dns';
import type { ConnectorOptions } from '@google-cloud/cloud-sql-connector';
import type pg from 'pg';
import type { Secret } from '../../../model/secret.ts';
import type { PostgresOptions } from '../options.ts';
import { cloudSqlLogin } from './cloudsql.ts';
import { identity, type Login, openClient } from './pg-client.ts';
import { ReceiveSocket } from './receive-socket.ts';
import { type Attempt, attempts, isWithoutTls, worthAnotherWay } from './tls.ts';

/** `mask` is told of tokens before they are used. `cloudSql`: other endpoints and credentials than Google's own, for tests. */
export function createLogin(options: PostgresOptions, mask: (secret: string) => void, cloudSql: ConnectorOptions = {}): Login {
  const { auth } = options;
  return auth.flow === 'password' ? passwordLogin(options, auth) : cloudSqlLogin(options, auth, mask, cloudSql);
}

function passwordLogin(options: PostgresOptions, auth: { user: string; password: Secret }): Login {
  const { host = '', port, database, ssl, startup } = options;
  let ways: readonly Attempt[] | null = null;
  return {
    server: `${host}:${port}`,
    user: () => auth.user,
    local: host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host),
    connect: async () => {
      ways ??= attempts(ssl, host);
      // Of a host name node-postgres makes the name in the TLS greeting, whatever else it was given.
      const to = ssl.server_name === undefined || host.startsWith('/') ? host : (await dns.promises.lookup(host)).address;
      const made = await firstOf(ways, async (way) =>
        openClient({
          ...identity(auth.user, auth.password),
          host: to,
          port,
          database,
          ...(startup === undefined ? {} : { options: startup }),
          ...(way === false ? { ssl: false, stream: () => new ReceiveSocket() } : { ssl: { ...way } }),
        }),
      );
      // What worked once is asked for alone from now on: the later connections of a run are no weaker than the first.
      ways = [made.way];
      return made.client;
    },
    close: () => undefined,
  };
}

async function firstOf(
  ways: readonly Attempt[],
  open: (way: Attempt) => Promise<pg.Client>,
): Promise<{ way: Attempt; client: pg.Client }> {
  const errors: unknown[] = [];
  for (const way of ways) {
    try {
      return { way, client: await open(way) };
    } catch (error) {
      errors.push(error);
      if (!worthAnotherWay(error)) throw await withFamily(error);
    }
  }
  // That a server has no TLS is no reason to be told where TLS was only preferred.
  throw errors.find((error) => !isWithoutTls(error)) ?? errors[0];
}

/**
 * Where a machine has no IPv6, names that have no other address are not found at all (getaddrinfo's AI_ADDRCONFIG, which Node asks for):
 * https://nodejs.org/api/dns.html#supported-getaddrinfo-flags
 */
async function withFamily(error: unknown): Promise<unknown> {
  const { code, hostname } = error as { code?: string; hostname?: string };
  if ((code !== 'ENOTFOUND' && code !== 'EAI_AGAIN') || hostname === undefined) return error;
  const resolver = new dns.promises.Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers(dns.getServers());
  const addresses = await resolver.resolve6(hostname).catch(() => []);
  return addresses.length === 0 ? error : Object.assign(new Error(`${hostname} has IPv6 addresses only`), { code: 'IPV6_ONLY' });
}
