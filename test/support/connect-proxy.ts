import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { authority, serverCertificate } from './certificates.ts';

export interface ConnectProxy {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** What it was asked to connect to: `host:port`. */
  readonly asked: string[];
  /** The authority of the certificate that its far side shows, PEM. */
  readonly ca: string;
  /** Where the same service listens for https without the proxy. */
  readonly tlsPort: number;
  close(): Promise<void>;
}

/**
 * A CONNECT proxy on this machine; every host behind it is one https service, which passes on to a plain http server. `login`: what it wants
 * as `user:password`.
 */
export async function startConnectProxy(hosts: readonly string[], httpPort: number, login?: string): Promise<ConnectProxy> {
  const sockets = new Set<Socket>();
  const keep = <S extends Socket>(socket: S): S => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    return socket;
  };
  const ca = authority('Highwater test proxy');
  const { certificate, key } = serverCertificate(ca, hosts);
  const far = createTlsServer({ cert: certificate, key }, (socket) => {
    keep(socket)
      .pipe(keep(connect(httpPort, '127.0.0.1')))
      .pipe(socket);
  });
  await new Promise<void>((done) => far.listen(0, '127.0.0.1', done));
  const tlsPort = (far.address() as AddressInfo).port;
  const asked: string[] = [];
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    keep(socket);
    const expected = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
    if (request.headers['proxy-authorization'] !== expected) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const onward = keep(connect(tlsPort, '127.0.0.1', () => socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')));
    onward.pipe(socket).pipe(onward);
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  return {
    address: `127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    asked,
    ca: ca.certificate,
    tlsPort,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([proxy, far].map((server) => new Promise((done) => server.close(done))));
    },
  };
}
