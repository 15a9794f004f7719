import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { commandOf } from "./processes";

/** PORT as a number, 3000 when unset. Throws when it is not a port. */
export function wantedPort(): number {
  const text = process.env.PORT?.trim() || "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Error(`PORT is "${text}": it must be a number from 1 to 65535.`);
  return port;
}

/** Throws, naming the process where the system tells, when somebody listens on the port already. */
export async function refuseBusyPort(port: number): Promise<void> {
  const error = await tryToListen(port);
  if (error === "EADDRINUSE") {
    const pid = listenerOf(port);
    const who = pid ? ` by process ${pid} (${commandOf(pid).slice(0, 80)})` : "";
    throw new Error(
      `Port ${port} is in use${who}. Stop that program, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  if (error) throw new Error(`Port ${port} cannot be opened (${error}). Choose another one: PORT=3000 npm start`);
}

/** A port nobody listens on, chosen by the system. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** True when nobody listens on the port of the loopback address. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** On all addresses, as the server will. */
function tryToListen(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen(port, () => server.close(() => resolve(null)));
  });
}

/** The listening process, by way of the socket's number (Linux only). */
function listenerOf(port: number): number | null {
  try {
    const socket = socketOf(port);
    if (!socket) return null;
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const pid = pids.find((name) => holds(name, `socket:[${socket}]`));
    return pid ? Number(pid) : null;
  } catch {
    return null;
  }
}

/** Columns of /proc/net/tcp: number, local address:port in hex, remote, state (0A = listening), …, inode. */
function socketOf(port: number): string | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const rows = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => readFileSync(file, "utf8").split("\n").slice(1));
  return rows
    .map((row) => row.trim().split(/\s+/))
    .find((cells) => cells[1]?.endsWith(`:${hex}`) && cells[3] === "0A")?.[9];
}

function holds(pid: string, link: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === link);
  } catch {
    return false;
  }
}
