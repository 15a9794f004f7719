import type { PersonActor } from "../actor";

/**
 * A place to return to after sign-in, or null: a path of this origin and nothing a browser could read as another host.
 * Refused are `//host`, `/\host`, their encoded forms, control characters, and places that would loop or show no page.
 */
export function safeReturn(target: unknown): string | null {
  if (typeof target !== "string" || target.length > 1_000 || !target.startsWith("/")) return null;
  for (let text = target, depth = 0; ; depth++) {
    if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\\]/.test(text) || text.startsWith("//")) return null;
    if (depth === 3) break;
    const decoded = decodeOrNull(text);
    if (decoded === null) return null;
    if (decoded === text) break;
    text = decoded;
  }
  const url = new URL(target, "https://here.invalid");
  if (url.origin !== "https://here.invalid" || url.pathname.startsWith("//")) return null;
  if (/^\/(?:sign-in|verify|api|_next)(?:\/|$)/i.test(url.pathname)) return null;
  return url.pathname + url.search;
}

function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The first page of a person. */
export function homeOf(actor: Pick<PersonActor, "kind">): "/ab/jobs/approvals" | "/talent/offers" | "/ab" {
  switch (actor.kind) {
    case "member":
      return "/ab/jobs/approvals";
    case "talent":
      return "/talent/offers";
    case "staff":
      return "/ab";
  }
}

/** What was typed as a code, as six digits, or null. Spaces and hyphens are how people copy it. */
export function codeOrNull(typed: unknown): string | null {
  if (typeof typed !== "string" || typed.length > 40) return null;
  const digits = typed.replace(/[\s-]/g, "");
  return /^[0-9]{6}$/.test(digits) ? digits : null;
}
