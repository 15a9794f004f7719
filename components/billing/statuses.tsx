import type { Glyph } from "@/components/ui/glyph";
import { Status, type Tone } from "@/components/ui/status";
import type { MoveState } from "@/db/enums";
import type { InvoiceState } from "@/lib/billing/rules";
import { moveStateWords } from "@/lib/billing/words";

type Look = { tone: Tone; glyph: Glyph };

const invoiceLooks: Record<InvoiceState, Look & { word: string }> = {
  open: { tone: "info", glyph: "clock", word: "Open" },
  "part paid": { tone: "info", glyph: "clock", word: "Part paid" },
  paid: { tone: "good", glyph: "check", word: "Paid" },
  "past due": { tone: "bad", glyph: "alert", word: "Past due" },
  credited: { tone: "neutral", glyph: "minus", word: "Credited" },
};

/** Where an invoice stands today. */
export function InvoiceStatus({ state }: { state: InvoiceState }) {
  const { tone, glyph, word } = invoiceLooks[state];
  return (
    <Status tone={tone} glyph={glyph}>
      {word}
    </Status>
  );
}

const moveLooks: Record<MoveState, Look> = {
  proposed: { tone: "warn", glyph: "clock" },
  confirmed: { tone: "good", glyph: "check" },
  refused: { tone: "bad", glyph: "cross" },
  lapsed: { tone: "neutral", glyph: "minus" },
};

/** Where a money move stands. */
export function MoveStatus({ state }: { state: MoveState }) {
  return <Status {...moveLooks[state]}>{moveStateWords[state]}</Status>;
}
