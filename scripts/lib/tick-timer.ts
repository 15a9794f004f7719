import { messageOf } from "./children";
import type { Log } from "./progress";

/**
 * Calls the tick route every minute and once at the beginning, as a platform's cron would. A failure is reported once,
 * until it changes or passes. Returns the function that ends it.
 */
export function startTickTimer(port: number, cronSecret: string, log: Log): () => void {
  let timer: NodeJS.Timeout | undefined;
  let complaint = "";
  let ended = false;
  const tick = async () => {
    const now = await callTick(port, cronSecret);
    if (ended) return;
    if (now && now !== complaint) log(`The timer could not run what is due: ${now}`);
    complaint = now;
    timer = setTimeout(tick, 60_000);
  };
  void tick();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** Empty when it went well. */
async function callTick(port: number, cronSecret: string): Promise<string> {
  try {
    const headers = { authorization: `Bearer ${cronSecret}` };
    const response = await fetch(`http://127.0.0.1:${port}/api/cron/tick`, {
      headers,
      signal: AbortSignal.timeout(300_000),
    });
    await response.arrayBuffer();
    return response.ok ? "" : `/api/cron/tick answered ${response.status}`;
  } catch (error) {
    return messageOf(error);
  }
}
