import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EarningStatus, HoldNote } from "@/components/billing/earning-table";
import { LetterSheet, PdfLink } from "@/components/billing/letter-sheet";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { TextLink } from "@/components/ui/text-link";
import { earningLetter } from "@/lib/billing/letters";
import { findEarning } from "@/lib/billing/list-earnings";
import { readAsTalent, readerOf } from "../../reader";

export const metadata: Metadata = { title: "Earning" };

/** One earning for the freelancer's own books. */
export default async function EarningPage({ params }: PageProps<"/talent/earnings/[earningId]">) {
  const { earningId } = await params;
  const { earning, reader, name } = await readAsTalent(async (ctx) => ({
    earning: await findEarning(ctx, earningId),
    reader: await readerOf(ctx),
    name: ctx.actor.name,
  }));
  if (!earning) notFound();
  const letter = earningLetter(earning, name, reader.zone);
  return (
    <Page width="form">
      <PageHeader
        title={letter.title}
        back={{ href: "/talent/earnings", label: "Earnings" }}
        status={<EarningStatus standing={earning.standing} />}
        action={<PdfLink href={`/api/talent/earnings/${earning.id}`} />}
      />
      {earning.standing === "held" && <HoldNote />}
      <LetterSheet letter={letter} />
      <p className="flex flex-wrap gap-x-6 gap-y-1">
        <TextLink href={`/talent/contracts/${earning.contractId}`}>Go to contract {earning.contractNumber}</TextLink>
        <TextLink href={`/talent/earnings?contract=${earning.contractId}`}>All earnings of this contract</TextLink>
      </p>
    </Page>
  );
}
