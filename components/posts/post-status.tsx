import type { Glyph } from "@/components/ui/glyph";
import { Status, type Tone } from "@/components/ui/status";
import type { PostState } from "@/db/enums";

/** State of a job post in one word. */
export function PostStatus({ state, filled }: { state: PostState; filled: boolean }) {
  const { tone, glyph, word } = state === "closed" && filled ? full : looks[state];
  return (
    <Status tone={tone} glyph={glyph}>
      {word}
    </Status>
  );
}

type Look = { tone: Tone; glyph: Glyph; word: string };

const full: Look = { tone: "good", glyph: "check", word: "Filled" };
const looks: Record<PostState, Look> = {
  draft: { tone: "neutral", glyph: "pen", word: "Draft" },
  open: { tone: "info", glyph: "dot", word: "Open" },
  closed: { tone: "neutral", glyph: "minus", word: "Closed" },
  expired: { tone: "warn", glyph: "clock", word: "Expired" },
};
