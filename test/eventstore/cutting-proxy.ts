// A wire between the client and the server that can be cut, and that can swallow answers: what the
// client asked for still happens, and the client never hears of it.
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

export class CuttingProxy {
  private readonly pairs = new Set<{ near: Socket; far: Socket }>();
  private swallowing = false;
  private refusing = false;

  private constructor(
    private readonly server: Server,
    readonly connectionString: string,
  ) {}

  static async before(connectionString: string): Promise<CuttingProxy> {
    const { hostname, port } = new URL(connectionString.replace('esdb:', 'http:'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port: own } = server.address() as AddressInfo;
    const proxy = new CuttingProxy(server, `esdb://127.0.0.1:${own}?tls=false`);
    server.on('connection', (near) => proxy.join(near, connect(Number(port), hostname)));
    return proxy;
  }

  /** From now on no answer arrives. */
  swallowAnswers(): void {
    this.swallowing = true;
  }

  /** Every connection breaks; new ones work and hear answers again. */
  cut(): void {
    this.swallowing = false;
    for (const { near, far } of this.pairs) {
      near.destroy();
      far.destroy();
    }
  }

  /** Every connection breaks and none is accepted, until `mend`. */
  refuse(): void {
    this.refusing = true;
    this.cut();
  }

  mend(): void {
    this.refusing = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket, far: Socket): void {
    if (this.refusing) {
      near.destroy();
      far.destroy();
      return;
    }
    const pair = { near, far };
    this.pairs.add(pair);
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      if (!this.swallowing) near.write(bytes);
    });
    const end = () => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    near.on('close', end).on('error', end);
    far.on('close', end).on('error', end);
  }
}
