import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LetterSheet, PdfLink } from "@/components/billing/letter-sheet";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { payoutLetter } from "@/lib/billing/letters";
import { findPayout } from "@/lib/billing/list-payouts";
import { readAsTalent, readerOf } from "../../../reader";

export const metadata: Metadata = { title: "Payout" };

/** The receipt of one payout, for the freelancer's own books. */
export default async function PayoutPage({ params }: PageProps<"/talent/earnings/payouts/[payoutId]">) {
  const { payoutId } = await params;
  const letter = await readAsTalent(async (ctx) => {
    const payout = await findPayout(ctx, payoutId);
    return payout && payoutLetter(payout, ctx.actor.name, (await readerOf(ctx)).zone);
  });
  if (!letter) notFound();
  return (
    <Page width="form">
      <PageHeader
        title={letter.title}
        back={{ href: "/talent/earnings?tab=payouts", label: "Payouts" }}
        action={<PdfLink href={`/api/talent/payouts/${payoutId}`} />}
      />
      <LetterSheet letter={letter} />
    </Page>
  );
}
