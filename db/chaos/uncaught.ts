/** Errors that nobody caught, counted instead of ending the process. */
export interface Uncaught {
  count: number;
  /** The first few, for the reader of a failure. */
  messages: string[];
}

/** From this call on, the process survives what nobody caught. Only for child processes of the chaos test. */
export function countUncaught(): Uncaught {
  const uncaught: Uncaught = { count: 0, messages: [] };
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      uncaught.count++;
      if (uncaught.messages.length < 5) uncaught.messages.push(String(error));
    });
  }
  return uncaught;
}
