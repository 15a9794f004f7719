import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LetterSheet, PdfLink } from "@/components/billing/letter-sheet";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { TextLink } from "@/components/ui/text-link";
import { receiptLetter } from "@/lib/billing/letters";
import { findReceipt } from "@/lib/billing/list-receipts";
import { canSeeBilling } from "@/lib/billing/rules";
import { numberText } from "@/lib/billing/words";
import { readAs } from "@/lib/ctx";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Receipt" };

/** The receipt of one movement, for finance and for the client side of its contract. */
export default async function ReceiptPage({ params }: PageProps<"/ab/billing/receipts/[receiptId]">) {
  const { actor, companyName, timeZone } = await loadWorkspace();
  const { receiptId } = await params;
  const receipt = await readAs(actor, (ctx) => findReceipt(ctx, receiptId));
  if (!receipt) notFound();
  const letter = receiptLetter(receipt, companyName, timeZone);
  const finance = canSeeBilling(actor);
  const contract = receipt.contractNumber;
  return (
    <Page width="form">
      <PageHeader
        title={letter.title}
        back={
          finance
            ? { href: "/ab/billing/transactions", label: "Transactions" }
            : { href: `/ab/jobs/contracts/${contract}`, label: `Contract ${contract}` }
        }
        action={<PdfLink href={`/api/billing/receipts/${receipt.id}`} />}
      />
      <LetterSheet letter={letter} />
      <p className="flex flex-wrap gap-x-6 gap-y-1">
        {contract !== null && <TextLink href={`/ab/jobs/contracts/${contract}`}>Go to contract {contract}</TextLink>}
        {finance && receipt.invoiceId && receipt.invoiceYear && receipt.invoiceNumber && (
          <TextLink href={`/ab/billing/invoices/${receipt.invoiceId}`}>
            Go to invoice {numberText({ year: receipt.invoiceYear, number: receipt.invoiceNumber })}
          </TextLink>
        )}
      </p>
    </Page>
  );
}
