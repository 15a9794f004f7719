/** Where progress goes: one whole line at a time. */
export type Log = (line: string) => void;

/** Writes a line to standard output. */
export const printLine: Log = (line) => {
  process.stdout.write(`${line}\n`);
};

/** Swallows everything. */
export const silent: Log = () => {};

/** Lets a step say how far it is, for example "12,000 of 20,000". */
export type Note = (detail: string) => void;

/**
 * Runs a step. When it takes longer than a second it is shown: on a terminal as one line that counts the seconds,
 * elsewhere as a line when the second is over and a line at the end.
 */
export async function step<T>(label: string, work: (note: Note) => Promise<T>, log: Log = printLine): Promise<T> {
  const live = log === printLine && process.stdout.isTTY;
  const started = performance.now();
  let detail = "";
  let shown = false;
  const line = () => `${label} … ${detail ? `${detail}, ` : ""}${Math.round((performance.now() - started) / 1000)} s`;
  const timer = setInterval(() => {
    if (live) process.stdout.write(`\r\x1b[K${line()}`);
    else if (!shown) log(`${label} …`);
    shown = true;
  }, 1000);
  try {
    const result = await work((text) => {
      detail = text;
    });
    clearInterval(timer);
    if (shown) log(`${live ? "\r\x1b[K" : ""}${label} … done in ${seconds(started)}`);
    return result;
  } catch (error) {
    clearInterval(timer);
    log(`${live && shown ? "\r\x1b[K" : ""}${label} … failed after ${seconds(started)}`);
    throw error;
  }
}

/** A heading that is easy to find in a long log. */
export function heading(title: string, log: Log = printLine): void {
  log(`\n── ${title} ${"─".repeat(Math.max(3, 76 - title.length))}`);
}

function seconds(started: number): string {
  const value = (performance.now() - started) / 1000;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
}
