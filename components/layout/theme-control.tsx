"use client";

import { useSyncExternalStore } from "react";
import { type Theme, themeCookie, themeFrom, themes } from "./theme";

const labels: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** System, light or dark. Changes the page at once and leaves a cookie, so that the next first paint is right. */
export function ThemeControl() {
  const theme = useSyncExternalStore(subscribe, current, () => "system" as const);
  return (
    <fieldset>
      <legend className="mb-1.5 text-xs text-ink-soft">Theme</legend>
      <div className="grid grid-cols-3 rounded-control border border-edge p-0.5">
        {themes.map((choice) => (
          <label
            key={choice}
            className="relative grid h-7 cursor-pointer place-items-center rounded-[4px] text-xs has-checked:bg-action has-checked:font-medium has-checked:text-on-action has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-action pointer-coarse:h-10"
          >
            <input
              type="radio"
              name="theme"
              value={choice}
              checked={theme === choice}
              onChange={() => choose(choice)}
              className="absolute inset-0 cursor-pointer appearance-none outline-none"
            />
            {labels[choice]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const aYear = 60 * 60 * 24 * 365;

function choose(theme: Theme) {
  // The promise-based cookie store is still missing in browsers people use.
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${aYear}; samesite=lax`;
  document.documentElement.dataset.theme = theme;
}

function current(): Theme {
  return themeFrom(document.documentElement.dataset.theme);
}

/** The attribute of the document is the truth; every control on the page follows it. */
function subscribe(changed: () => void) {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
