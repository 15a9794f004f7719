import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

/**
 * On every page of a suspended company: what is blocked, what goes on and what lifts it. `owed` is for who sees billing, and
 * "nothing" between the last payment and the next tick; `ask` names who pays, for everybody else.
 */
export function SuspendedNote({ owed, ask }: { owed: string | null; ask: readonly string[] }) {
  return (
    <div className="mb-6">
      <Notice tone="bad" title={titleFor(owed)}>
        <p>Blocked: job posts, offers, funding, bonuses and raises. Contracts are paused, and no time is logged.</p>
        <p>
          Still possible: paying, releasing what is funded, sending work back, refunds, ending contracts, withdrawing
          offers, disputes, deciding requests, settings.
        </p>
        {ask.length > 0 && <p className="mt-1 wrap-anywhere">Who pays for your company: {ask.join(", ")}.</p>}
        {owed && owed !== "nothing" && (
          <p className="mt-1 flex flex-wrap gap-x-6 gap-y-1">
            <TextLink href="/ab/billing">See what is owed</TextLink>
            <TextLink href="/ab/billing/payments">Record a payment</TextLink>
          </p>
        )}
      </Notice>
    </div>
  );
}

function titleFor(owed: string | null): string {
  if (owed === "nothing") return "Everything is paid. Your account opens within a minute.";
  if (owed) return `Your account is suspended until the balance of ${owed} is paid.`;
  return "Your company’s account is suspended until its balance is paid.";
}
