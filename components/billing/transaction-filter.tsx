import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { Button } from "@/components/ui/button";
import { FilterChips } from "@/components/ui/chips";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import type { TransactionsAddress } from "@/lib/billing/list-address";
import { receiptWords } from "@/lib/billing/words";
import { formatDay } from "@/lib/dates";

type Filter = "kind" | "contract" | "order" | "from" | "to";

type TransactionFilterProps = {
  said: TransactionsAddress;
  path: string;
  /** the filters that are on, in their order */
  on: readonly Filter[];
  /** The list's address with some parts changed. */
  addressOf: (change: Partial<TransactionsAddress>) => string;
};

/**
 * Kind, contract, purchase order and days: what is on stands as chips, and "Filters" opens the form, so that a phone
 * shows the list. All of it is links and one GET form: it needs no script, and each answer has an address.
 */
export function TransactionFilter({ said, path, on, addressOf }: TransactionFilterProps) {
  const open = said.filters === "open";
  return (
    <>
      <FilterChips
        label="Filters"
        items={[
          ...on.map((name) => ({
            label: chipWords(said, name),
            active: true,
            href: addressOf({ [name]: undefined }),
          })),
          {
            label: on.length > 0 ? `Filters (${on.length})` : "Filters",
            active: open,
            href: addressOf({ filters: open ? undefined : "open" }),
          },
        ]}
        clearHref={on.length > 0 ? path : undefined}
      />
      {open && (
        <Sheet>
          <search>
            <form action={path} method="get" className="grid gap-4">
              <FieldRow>
                <Field label="Kind" name="kind">
                  {(control) => (
                    <Select
                      {...control}
                      placeholder="Any kind"
                      options={Object.entries(receiptWords).map(([value, label]) => ({ value, label }))}
                      defaultValue={said.kind ?? ""}
                    />
                  )}
                </Field>
                <Field
                  label="Contract number"
                  name="contract"
                  inputMode="numeric"
                  autoComplete="off"
                  defaultValue={said.contract}
                />
                <Field label="PO number" name="order" autoComplete="off" defaultValue={said.order} />
                <Field label="From" name="from" type="date" defaultValue={said.from} />
                <Field label="To" name="to" type="date" defaultValue={said.to} />
              </FieldRow>
              <FormActions>
                <Button type="submit" variant="primary">
                  Show transactions
                </Button>
              </FormActions>
            </form>
          </search>
        </Sheet>
      )}
    </>
  );
}

/** One filter in words: "Refund only", "Contract 12", "From 4 May 2026". */
function chipWords(said: TransactionsAddress, name: Filter): string {
  switch (name) {
    case "kind":
      return `${said.kind ? receiptWords[said.kind] : "Kind"} only`;
    case "contract":
      return `Contract ${said.contract}`;
    case "order":
      return `PO ${said.order}`;
    default:
      return `${name === "from" ? "From" : "To"} ${said[name] ? formatDay(said[name]) : ""}`;
  }
}
