import type { Glyph } from "@/components/ui/glyph";
import { Status, type Tone } from "@/components/ui/status";
import type { MilestoneState } from "@/db/enums";

/** State of a milestone in two words. */
export function MilestoneStatus({ state }: { state: MilestoneState }) {
  const { tone, glyph, word } = looks[state];
  return (
    <Status tone={tone} glyph={glyph}>
      {word}
    </Status>
  );
}

const looks: Record<MilestoneState, { tone: Tone; glyph?: Glyph; word: string }> = {
  agreed: { tone: "neutral", glyph: "dot", word: "Not funded" },
  funded: { tone: "info", glyph: "check", word: "Funded" },
  submitted: { tone: "info", glyph: "clock", word: "In review" },
  changes_requested: { tone: "warn", glyph: "pen", word: "Changes requested" },
  release_requested: { tone: "warn", glyph: "clock", word: "Release requested" },
  refund_requested: { tone: "warn", glyph: "clock", word: "Refund requested" },
  disputed: { tone: "bad", glyph: "alert", word: "Disputed" },
  released: { tone: "good", glyph: "check", word: "Released" },
  refunded: { tone: "neutral", glyph: "minus", word: "Refunded" },
  removed: { tone: "neutral", glyph: "minus", word: "Removed" },
};
