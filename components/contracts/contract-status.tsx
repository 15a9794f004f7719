import type { Glyph } from "@/components/ui/glyph";
import { Status, type Tone } from "@/components/ui/status";
import type { ContractState } from "@/db/enums";

/** State of a contract in one word. */
export function ContractStatus({ state }: { state: ContractState }) {
  const { tone, glyph, word } = looks[state];
  return (
    <Status tone={tone} glyph={glyph}>
      {word}
    </Status>
  );
}

const looks: Record<ContractState, { tone: Tone; glyph: Glyph; word: string }> = {
  pending: { tone: "info", glyph: "clock", word: "Pending" },
  active: { tone: "good", glyph: "check", word: "Active" },
  paused: { tone: "warn", glyph: "minus", word: "Paused" },
  ended: { tone: "neutral", glyph: "dot", word: "Ended" },
};
