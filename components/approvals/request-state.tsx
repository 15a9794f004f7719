import type { Glyph } from "@/components/ui/glyph";
import { Status, type Tone } from "@/components/ui/status";
import type { RequestState as State } from "@/db/enums";
import { requestStateWords } from "@/lib/words";

/** Where a request stands, in one word. A consumed request is an approved one (product.md §3.5). */
export function RequestState({ state }: { state: State }) {
  const { tone, glyph } = looks[state];
  return (
    <Status tone={tone} glyph={glyph}>
      {requestStateWords[state]}
    </Status>
  );
}

const looks: Record<State, { tone: Tone; glyph: Glyph }> = {
  pending: { tone: "info", glyph: "clock" },
  approved: { tone: "good", glyph: "check" },
  consumed: { tone: "good", glyph: "check" },
  declined: { tone: "bad", glyph: "cross" },
  withdrawn: { tone: "neutral", glyph: "minus" },
  expired: { tone: "warn", glyph: "clock" },
};
