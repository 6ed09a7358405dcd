import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { authority, clientCertificate, serverCertificate } from '../support/certificates.ts';

export interface CloudSqlOptions {
  /** project:region:name. */
  readonly instance: string;
  /** The PostgreSQL server behind it. */
  readonly server: { readonly host: string; readonly port: number };
  /** What the Admin API accepts as bearer, and for IAM login. */
  readonly accessToken: string;
  /** Users that sign in by IAM alone. */
  readonly iamUsers: readonly string[];
}

export interface CloudSql {
  /** For the connector's `sqlAdminAPIEndpoint`. */
  readonly endpoint: string;
  readonly calls: string[];
  stop(): Promise<void>;
}

const PORT = 3307;
const HOUR = 3_600_000;

/**
 * The two calls of the Cloud SQL Admin API that the connector makes, and the instance's own TLS port, which passes on to a real
 * PostgreSQL. https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/connect. The port is fixed by the protocol,
 * so the address is one of 127.0.0.0/8 where the system has them all.
 */
export async function startCloudSql(options: CloudSqlOptions): Promise<CloudSql> {
  const [project = '', region = '', name = ''] = options.instance.split(':');
  const host = process.platform === 'linux' ? `127.${process.pid % 200}.${(process.pid >> 8) % 200}.2` : '127.0.0.1';
  const serverCa = authority('Google Cloud SQL Server CA');
  const clientCa = authority('Google Cloud SQL Client CA');
  const own = serverCertificate(serverCa, [], { commonName: `${project}:${name}` });
  const withToken = new Set<string>();
  const calls: string[] = [];

  const settings = () => ({
    kind: 'sql#connectSettings',
    backendType: 'SECOND_GEN',
    databaseVersion: 'POSTGRES_16',
    region,
    serverCaCert: { kind: 'sql#sslCert', cert: serverCa.certificate, expirationTime: new Date(Date.now() + HOUR).toISOString() },
    ipAddresses: [{ type: 'PRIMARY', ipAddress: host }],
  });

  function ephemeral(body: { public_key?: string; access_token?: string }) {
    if (body.public_key === undefined) throw refusal(400, 'public_key is missing');
    if (body.access_token !== undefined && body.access_token !== options.accessToken)
      throw refusal(401, 'the access token is not valid');
    const commonName = `${Math.random()}`;
    if (body.access_token !== undefined) withToken.add(commonName);
    return { ephemeralCert: { kind: 'sql#sslCert', cert: clientCertificate(clientCa, body.public_key, commonName) } };
  }

  async function answer(request: IncomingMessage): Promise<object> {
    calls.push(`${request.method} ${request.url}`);
    // Not of Cloud SQL but of Google's sign-in (workload identity federation), whose address a credentials file names.
    if (request.url === '/token') return { access_token: options.accessToken, token_type: 'Bearer', expires_in: 3600 };
    if (request.headers.authorization !== `Bearer ${options.accessToken}`) throw refusal(401, 'Invalid Credentials');
    const path = `/sql/v1beta4/projects/${project}/instances/${name}`;
    if (request.method === 'GET' && request.url === `${path}/connectSettings`) return settings();
    if (request.method === 'POST' && request.url === `${path}:generateEphemeralCert`)
      return ephemeral(JSON.parse(await textOf(request)));
    throw refusal(404, 'The Cloud SQL instance does not exist.');
  }

  const api = createHttpServer((request, response) => {
    answer(request).then(
      (body) => send(response, 200, body),
      (error: { code?: number; message: string }) =>
        send(response, error.code ?? 500, { error: { code: error.code ?? 500, message: error.message } }),
    );
  });

  const port = createTlsServer(
    {
      key: own.key,
      cert: own.certificate,
      ca: clientCa.certificate,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
    },
    (client) => pass(client, options, withToken),
  );
  port.on('tlsClientError', () => undefined);
  await listen(api, 0, '127.0.0.1');
  await listen(port, PORT, host);
  return {
    endpoint: `http://127.0.0.1:${(api.address() as AddressInfo).port}/`,
    calls,
    stop: async () => {
      api.closeAllConnections();
      await Promise.all([api, port].map(async (s) => new Promise((resolve) => s.close(resolve))));
    },
  };
}

/** Lets an IAM user in only with a certificate that was asked for with a token, then passes everything on. */
function pass(client: TLSSocket, options: CloudSqlOptions, withToken: ReadonlySet<string>): void {
  client.on('error', () => client.destroy());
  client.once('data', (startup: Buffer) => {
    const user = startup.toString('utf8', 8).split('\0')[1] ?? '';
    const subject = client.getPeerCertificate().subject?.CN;
    if (options.iamUsers.includes(user) && !withToken.has(String(subject))) {
      client.end(errorResponse('28P01', `Cloud SQL IAM service account authentication failed for user "${user}"`));
      return;
    }
    const upstream = connect(options.server.port, options.server.host);
    upstream.on('error', () => client.destroy());
    upstream.write(startup);
    client.pipe(upstream).pipe(client);
  });
}

function errorResponse(code: string, text: string): Buffer {
  const body = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`);
  const head = Buffer.from([0x45, 0, 0, 0, 0]);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function refusal(code: number, message: string): Error & { code: number } {
  return Object.assign(new Error(message), { code });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
