import type { Metadata } from "next";
import { BarePage } from "@/components/layout/bare-page";
import { ButtonLink } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

/** No such address. */
export default function NotFound() {
  return (
    <BarePage>
      <h1 className="text-2xl font-semibold tracking-tight">There is no such page</h1>
      <p className="text-ink-soft">The address may be mistyped, or the link may have ended. Nothing was changed.</p>
      <p>
        <ButtonLink href="/">Go to the start</ButtonLink>
      </p>
    </BarePage>
  );
}
