import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What becomes of a connection at the moment that a fault strikes. */
export type Strike =
  /** What the client sent never arrives. */
  | { readonly kind: 'BEFORE'; readonly then: () => void }
  /** It arrives, and the client never hears what came of it. */
  | { readonly kind: 'AFTER'; readonly then: () => void }
  /** The connection breaks. */
  | { readonly kind: 'CUT' }
  /** Nothing goes on for a while, and then all of it does. */
  | { readonly kind: 'HANG'; readonly forMs: number };

/** The wire between a process and its database: everything passes, until a fault strikes. */
export class Wire {
  readonly #server: Server;
  readonly #target: { port: number };
  readonly #sockets = new Set<Socket>();
  /** Pieces that the client sent since `count` was last reset. */
  sent = 0;
  #armed: { at: number; strike: Strike } | undefined;
  /** How many faults struck. */
  struck = 0;

  private constructor(server: Server, target: { port: number }) {
    this.#server = server;
    this.#target = target;
  }

  static async open(port: number): Promise<Wire> {
    const target = { port };
    const server = createServer();
    const wire = new Wire(server, target);
    server.on('connection', (client) => wire.#join(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Leads to another server from now on. */
  lead(port: number): void {
    this.#target.port = port;
  }

  /** Strikes at the piece with this number, from 1. */
  arm(at: number, strike: Strike): void {
    this.sent = 0;
    this.#armed = { at, strike };
  }

  calm(): void {
    this.sent = 0;
    this.#armed = undefined;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(client: Socket): void {
    const server = connect(this.#target.port, '127.0.0.1');
    const both = [client, server];
    const end = () => both.forEach((socket) => socket.destroy());
    for (const socket of both) {
      this.#sockets.add(socket);
      socket.on('error', end).on('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    server.on('data', (piece) => client.write(piece));
    client.on('data', (piece) => this.#pass(piece, client, server, end));
  }

  #pass(piece: Buffer, client: Socket, server: Socket, end: () => void): void {
    this.sent += 1;
    const armed = this.#armed;
    if (armed === undefined || this.sent < armed.at) {
      server.write(piece);
      return;
    }
    this.#armed = undefined;
    this.struck += 1;
    const { strike } = armed;
    switch (strike.kind) {
      case 'CUT':
        end();
        return;
      case 'HANG':
        client.pause();
        setTimeout(() => {
          server.write(piece);
          client.resume();
        }, strike.forMs);
        return;
      case 'BEFORE':
        strike.then();
        return;
      case 'AFTER':
        server.write(piece, strike.then);
        return;
    }
  }
}
