import type { ReactNode } from "react";
import { BackLink } from "@/components/layout/page-header";

type SettingsHeadingProps = {
  title: string;
  /** the list it was reached from */
  back: { href: string; label: string };
  status?: ReactNode;
  sentence?: ReactNode;
};

/** The head of one team or member within the settings, which have the page's own heading. */
export function SettingsHeading({ title, back, status, sentence }: SettingsHeadingProps) {
  return (
    <div>
      <BackLink {...back} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 text-xl font-semibold wrap-anywhere">{title}</h2>
        {status}
      </div>
      {sentence && <p className="mt-1 text-ink-soft">{sentence}</p>}
    </div>
  );
}
