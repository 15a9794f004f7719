import type { Metadata } from "next";
import { ImportForm } from "@/components/settings/import-form";
import { Sheet } from "@/components/ui/sheet";
import { isAdmin } from "@/lib/approvals/rules";
import { formats, importNouns } from "@/lib/import/formats";
import { loadWorkspace } from "../../workspace";

export const metadata: Metadata = { title: "Settings: import" };

/** Settings › Import: members, purchase orders, job posts and contracts from CSV files. */
export default async function ImportPage() {
  const { actor } = await loadWorkspace();
  if (!isAdmin(actor)) return null; // the layout says so
  return (
    <>
      <Sheet>
        <h2 className="mb-1 text-base font-semibold">Import from CSV files</h2>
        <p className="mb-4 text-ink-soft">
          Everything is taken or nothing. What is there already, by its address, number or reference, is left as it is.
        </p>
        <ImportForm />
      </Sheet>
      <Sheet>
        <h2 className="mb-3 text-base font-semibold">What the files hold</h2>
        <ul className="divide-y divide-line">
          {importNouns.map((noun) => (
            <li key={noun} className="py-2.5 first:pt-0 last:pb-0">
              <p className="font-medium">{formats[noun].file}</p>
              <p className="break-words">
                {formats[noun].required.join(", ")}
                <span className="text-ink-soft">; optional: {formats[noun].optional.join(", ")}</span>
              </p>
            </li>
          ))}
        </ul>
        <p className="mt-3 text-ink-soft">
          UTF-8 with commas; the first line names the columns. Amounts like 12500.00, days like 2026-11-22, lists with
          semicolons. Columns that are not optional must be filled.
        </p>
      </Sheet>
    </>
  );
}
