import type { ReactNode } from "react";
import { type Glyph, GlyphIcon } from "./glyph";

export type Tone = "good" | "warn" | "bad" | "info" | "neutral";

type StatusProps = {
  tone: Tone;
  /** Replaces the tone's own glyph where another says more. */
  glyph?: Glyph;
  /** The word; a status is never colour or glyph alone. */
  children: ReactNode;
};

/** State of a thing: glyph, word and tint. Stands in every row of every list, so it costs three bare elements. */
export function Status({ tone, glyph = toneGlyph[tone], children }: StatusProps) {
  return (
    <span className="status" data-tone={tone}>
      <GlyphIcon glyph={glyph} />
      {children}
    </span>
  );
}

/** The vermilion dot on what waits for the reader; the words are read aloud, or shown with `shown`. */
export function WaitingDot({ label, shown = false }: { label: string; shown?: boolean }) {
  if (shown) return <span className="waits">{label}</span>;
  return (
    <span className="waits">
      <span className="sr-only">{label}</span>
    </span>
  );
}

const toneGlyph: Record<Tone, Glyph> = { good: "check", warn: "alert", bad: "cross", info: "clock", neutral: "minus" };
