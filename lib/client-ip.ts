import { isIP } from "node:net";

/** Where lib/boot.ts writes the address of the socket, over whatever a caller may have sent under this name. */
export const peerHeader = "x-countersign-peer";

/**
 * The caller's network as a key for rate limits: an IPv4 address, or the /64 of an IPv6 one; "unknown" when nobody
 * can say. A forged `X-Forwarded-For` changes nothing: it is read only where our own proxies wrote, counted from the
 * right.
 * @param trustedHops how many proxies of ours stand in front; 0 = the socket's own address
 */
export function clientNetwork(headers: Pick<Headers, "get">, trustedHops: number): string {
  return networkOf(trustedHops === 0 ? headers.get(peerHeader) : forwarded(headers, trustedHops));
}

function forwarded(headers: Pick<Headers, "get">, hops: number): string | null {
  const chain = (headers.get("x-forwarded-for") ?? "").split(",").map((each) => each.trim());
  return chain.at(-hops) ?? null;
}

function networkOf(address: string | null): string {
  const text = (address ?? "").replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  switch (isIP(text)) {
    case 4:
      return text;
    case 6:
      return expanded(text).slice(0, 4).join(":");
    default:
      return "unknown";
  }
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expanded(text: string): string[] {
  const [head = "", tail] = text.toLowerCase().split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(gap).fill("0"), ...right].map((group) => group.replace(/^0+(?=.)/, ""));
}
