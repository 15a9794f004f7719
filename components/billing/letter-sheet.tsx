import { DataTable } from "@/components/layout/data-table";
import { buttonStyle } from "@/components/ui/button-style";
import { Sheet } from "@/components/ui/sheet";
import type { Letter } from "@/lib/pdf/letter";

/** A receipt, invoice or statement on the page: the same words and figures as in its PDF. */
export function LetterSheet({ letter }: { letter: Letter }) {
  const { facts, parties, lines, totals, notes } = letter;
  const orders = lines.some((line) => line.order !== null);
  return (
    <div className="grid gap-6">
      <Sheet>
        <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
          {[...parties.map((party) => [party.label, party.lines.join(", ")] as const), ...facts].map(
            ([label, value]) => (
              <div key={label} className="min-w-0">
                <dt className="text-xs text-ink-soft">{label}</dt>
                <dd className="wrap-anywhere">{value}</dd>
              </div>
            ),
          )}
        </dl>
      </Sheet>
      <div>
        {lines.length > 0 && (
          <DataTable
            label="Lines"
            columns={[
              { label: "What for" },
              ...(orders ? [{ label: "PO", from: "md" as const }] : []),
              { label: "Amount", align: "end" },
            ]}
          >
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a document keep their place, and two may be alike
              <tr key={index}>
                <td data-at="title">
                  <span className="row-title">
                    <span className="wrap-anywhere">{line.title}</span>
                    {(line.second || line.order) && (
                      <span className="row-second wrap-anywhere">
                        {line.second}
                        {line.order && <span className="md:hidden"> · PO {line.order}</span>}
                      </span>
                    )}
                  </span>
                </td>
                {orders && <td data-from="md">{line.order ?? <span className="text-ink-soft">None</span>}</td>}
                <td data-at="amount">{line.amount}</td>
              </tr>
            ))}
          </DataTable>
        )}
        <dl className="mt-4 grid justify-end gap-y-1 border-x border-transparent px-4">
          {totals.map(({ label, amount, strong }) => (
            <div
              key={label}
              className="flex justify-end gap-6 data-strong:text-base data-strong:font-semibold"
              data-strong={strong || undefined}
            >
              <dt className="text-end">{label}</dt>
              <dd className="min-w-28 shrink-0 text-end whitespace-nowrap tabular-nums">{amount}</dd>
            </div>
          ))}
        </dl>
      </div>
      {notes.map((words) => (
        <p key={words} className="max-w-[65ch] text-xs text-ink-soft">
          {words}
        </p>
      ))}
    </div>
  );
}

/** The way to the same letter as a PDF. */
export function PdfLink({ href }: { href: string }) {
  return (
    <a href={href} download className={buttonStyle({})}>
      Download PDF
    </a>
  );
}
