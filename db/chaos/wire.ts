import { connect, createServer, type Socket } from "node:net";

/** A wire between driver and database that can be cut at a chosen moment. */
export interface Wire {
  /** The URL it was made for, leading through this wire. */
  url: string;
  /**
   * Cuts the connection that next sends these bytes to the server, instead of passing them on: by a TCP reset, as when
   * the machine is gone, or politely, as a server that is told to end the session does it.
   */
  cutAt(text: string, how: "reset" | "politely"): void;
  close(): void;
}

/** The server's last words when a session is ended by pg_terminate_backend(). */
const lastWords = Buffer.from("SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");
const farewell = Buffer.concat([Buffer.from("E"), Buffer.alloc(4), lastWords]);
farewell.writeInt32BE(4 + lastWords.length, 1);

/** @param url of a database on this machine */
export async function openWire(url: string): Promise<Wire> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let trigger: { text: string; how: "reset" | "politely" } | null = null;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    }
    upstream.pipe(client);
    client.on("data", (bytes: Buffer) => {
      if (trigger === null || !bytes.includes(trigger.text)) return upstream.write(bytes);
      const { how } = trigger;
      trigger = null;
      upstream.destroy();
      return how === "reset" ? client.resetAndDestroy() : client.end(farewell);
    });
    client.on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the wire has no port");
  const through = new URL(url);
  through.port = String(address.port);
  return {
    url: through.href,
    cutAt(text, how) {
      trigger = { text, how };
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
