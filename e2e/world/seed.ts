/**
 * Where a random test begins: SEED when it is given, a fixed place in CI so that a change is judged by itself, and
 * elsewhere a new one at each run. Tests print it.
 */
export function runSeed(): number {
  const { SEED, CI } = process.env;
  return Number(SEED ?? (CI ? 20_260_504 : Math.floor(Math.random() * 2 ** 31)));
}
