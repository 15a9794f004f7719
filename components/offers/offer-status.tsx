import type { Glyph } from "@/components/ui/glyph";
import { Status, type Tone } from "@/components/ui/status";
import type { OfferState } from "@/db/enums";

/** State of an offer in one word. */
export function OfferStatus({ state }: { state: OfferState }) {
  const { tone, glyph, word } = looks[state];
  return (
    <Status tone={tone} glyph={glyph}>
      {word}
    </Status>
  );
}

const looks: Record<OfferState, { tone: Tone; glyph: Glyph; word: string }> = {
  pending: { tone: "info", glyph: "clock", word: "Pending" },
  accepted: { tone: "good", glyph: "check", word: "Accepted" },
  declined: { tone: "bad", glyph: "cross", word: "Declined" },
  withdrawn: { tone: "neutral", glyph: "minus", word: "Withdrawn" },
  expired: { tone: "warn", glyph: "alert", word: "Expired" },
};
