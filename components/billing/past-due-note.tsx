import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { suspendsOn } from "@/lib/billing/rules";
import { formatDay, type LocalDate } from "@/lib/dates";

/** On every page of who pays for a company: what is past due, since when, what to do, and what follows (part two, §13.2). */
export function PastDueNote({ owed, since, now }: { owed: string; since: LocalDate; now: Date }) {
  return (
    <div className="mb-6">
      <Notice tone="warn" title={`${owed} is past due. The oldest unpaid invoice was due on ${formatDay(since)}.`}>
        <p>
          Pay by wire or bank transfer with the number of the invoice, then record the payment; it counts when a second
          person has confirmed it. Unpaid, the account is suspended on {formatDay(suspendsOn(since, now))} (UTC): no job
          posts, offers, funding or bonuses, and contracts are paused.
        </p>
        <p className="mt-1 flex flex-wrap gap-x-6 gap-y-1">
          <TextLink href="/ab/billing">See the open invoices</TextLink>
          <TextLink href="/ab/billing/payments">Record the payment</TextLink>
        </p>
      </Notice>
    </div>
  );
}
