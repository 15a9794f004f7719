import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

/** On every page of a suspended company: what is blocked, what goes on and what lifts it. Amounts are for who sees billing. */
export function SuspendedNote({ owed }: { owed: string | null }) {
  return (
    <div className="mb-6">
      <Notice
        tone="bad"
        title={
          owed
            ? `Your account is suspended until the balance of ${owed} is paid.`
            : "Your company’s account is suspended until its balance is paid."
        }
      >
        <p>Blocked: job posts, offers, funding, bonuses and raises. Contracts are paused, and no time is logged.</p>
        <p>
          Still possible: paying, releasing what is funded, asking for changes, ending contracts, withdrawing offers,
          disputes, deciding requests, settings.
        </p>
        {owed && (
          <p className="mt-1">
            <TextLink href="/ab/billing">See what is owed</TextLink>
          </p>
        )}
      </Notice>
    </div>
  );
}
