/** What the person chose; `system` follows the device. */
export type Theme = "system" | "light" | "dark";

export const themes = ["system", "light", "dark"] as const satisfies readonly Theme[];

/** Cookie that carries the choice; readable by scripts, since the control writes it without asking the server. */
export const themeCookie = "theme";

/** The theme a cookie value means; anything unknown counts as `system`. */
export function themeFrom(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
