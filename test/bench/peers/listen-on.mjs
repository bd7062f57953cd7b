import { once } from 'node:events';

/** Lets a server listen on loopback, on a port that the system picks. */
export async function listenOn(server) {
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
