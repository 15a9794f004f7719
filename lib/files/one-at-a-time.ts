let last: Promise<unknown> = Promise.resolve();

/** Runs heavy work after whatever heavy work was there before; a failure before it does not matter. */
export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work);
  last = mine.catch(() => {});
  return mine;
}
