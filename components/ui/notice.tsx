import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { type Glyph, GlyphIcon } from "./glyph";
import type { Tone } from "./status";

type NoticeProps = { tone: Tone; title?: string; children?: ReactNode };

/** Something the reader must know before reading on: a tinted strip, glyph and words. */
export function Notice({ tone, title, children }: NoticeProps) {
  const { glyph, look } = looks[tone];
  return (
    <div className={cn("flex gap-3 rounded-sheet px-4 py-3", look)}>
      <GlyphIcon glyph={glyph} className="mt-0.5 size-4 shrink-0 fill-none stroke-current stroke-[1.75]" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink">{children}</div>}
      </div>
    </div>
  );
}

const looks: Record<Tone, { glyph: Glyph; look: string }> = {
  good: { glyph: "check", look: "bg-good-tint text-good" },
  warn: { glyph: "alert", look: "bg-warn-tint text-warn" },
  bad: { glyph: "cross", look: "bg-bad-tint text-bad" },
  info: { glyph: "info", look: "bg-info-tint text-info" },
  neutral: { glyph: "info", look: "bg-neutral-tint text-ink" },
};
