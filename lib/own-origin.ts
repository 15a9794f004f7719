/**
 * Is this the value of an `Origin` header of our own pages? Compared with APP_ORIGIN, never with what the request says
 * about its host. On this very machine `localhost`, `127.0.0.1` and `[::1]` are one host; the port must agree.
 */
export function isOwnOrigin(origin: string, appOrigin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const [theirs, ours] = [new URL(origin), new URL(appOrigin)];
  if (theirs.protocol !== ours.protocol || theirs.port !== ours.port) return false;
  return theirs.hostname === ours.hostname || (isLoopback(theirs) && isLoopback(ours));
}

const isLoopback = ({ hostname }: URL) => ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
