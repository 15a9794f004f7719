import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

/**
 * On every page of a suspended company: what is blocked, what goes on and what lifts it. `owed` is for who sees billing, and
 * "nothing" between the last payment and the next tick.
 */
export function SuspendedNote({ owed }: { owed: string | null }) {
  return (
    <div className="mb-6">
      <Notice tone="bad" title={titleFor(owed)}>
        <p>Blocked: job posts, offers, funding, bonuses and raises. Contracts are paused, and no time is logged.</p>
        <p>
          Still possible: paying, releasing what is funded, sending work back, refunds, ending contracts, withdrawing
          offers, disputes, deciding requests, settings.
        </p>
        {owed && owed !== "nothing" && (
          <p className="mt-1">
            <TextLink href="/ab/billing">See what is owed</TextLink>
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
