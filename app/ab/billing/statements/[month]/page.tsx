import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LetterSheet, PdfLink } from "@/components/billing/letter-sheet";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import { findFirstMovement } from "@/lib/billing/list-receipts";
import { loadStatement } from "@/lib/billing/load-statement";
import { addMonths, isMonth } from "@/lib/billing/rules";
import { readAs } from "@/lib/ctx";
import { localDateOf } from "@/lib/dates";
import { pageSize } from "@/lib/paging";
import { loadBilling } from "../../load-billing";

export const metadata: Metadata = { title: "Statement" };

/** The statement of one month: what was open before, what the month added and settled, and what is open after it. */
export default async function StatementPage({ params }: PageProps<"/ab/billing/statements/[month]">) {
  const { actor, companyName, currency, timeZone, now } = await loadBilling();
  const { month } = await params;
  const current = localDateOf(now, "UTC").slice(0, 7);
  if (!isMonth(month) || month > current) notFound();
  const { letter, first } = await readAs(actor, async (ctx) => ({
    letter: await loadStatement(ctx, { month, lines: pageSize, companyName, currency, zone: timeZone }),
    first: await findFirstMovement(ctx),
  }));
  const oldest = first ? localDateOf(first, "UTC").slice(0, 7) : current;
  return (
    <Page width="table">
      <PageHeader
        title={letter.title}
        back={{ href: "/ab/billing", label: "Billing" }}
        action={<PdfLink href={`/api/billing/statements/${month}`} />}
      />
      <LetterSheet letter={letter} />
      <p>
        <TextLink href={`/ab/billing/transactions?from=${month}-01`}>
          Transactions since the first of the month
        </TextLink>
      </p>
      <Pagination
        newer={month < current ? `/ab/billing/statements/${addMonths(month, 1)}` : undefined}
        older={month > oldest ? `/ab/billing/statements/${addMonths(month, -1)}` : undefined}
        words={{ newer: "Next month", older: "Month before" }}
      />
    </Page>
  );
}
