import { useSyncExternalStore } from "react";

/**
 * False on the server and in the first drawing, true once scripts run: for what does nothing without them. A press that
 * would be lost is not offered.
 */
export function useScripts(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}
