import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failed, ok, type Outcome } from './primitives/outcome.ts';

/** A server that listens, and how to end it. */
export interface Listening {
  readonly origin: string;
  readonly port: number;
  /** Stops accepting, lets running requests end, and closes idle connections. */
  readonly stop: () => Promise<void>;
}

/** Listens on a port (0: one that the system picks). A taken port is one clear sentence. */
export function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Outcome<Listening, string>> {
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 30_000 }, handle);
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(failed(sentence(error, host, port))));
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      resolve(
        ok({
          origin: `http://${host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host}:${address.port}`,
          port: address.port,
          stop: () => stop(server),
        }),
      );
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
  });
}

function sentence(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is taken by another program; choose one with PORT=4001 npm start.`;
  if (error.code === 'EACCES')
    return `Port ${port} may not be used by this user; choose one above 1023 with PORT=4001 npm start.`;
  return `Cannot listen on ${host}:${port} (${error.code ?? error.message}).`;
}
