import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { Button, ButtonLink } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import type { TransactionsAddress } from "@/lib/billing/list-address";
import { receiptWords } from "@/lib/billing/words";

type TransactionFilterProps = { said: TransactionsAddress; path: string; filtered: boolean };

/** Kind, contract, purchase order and days as one GET form: it needs no script, and its answer has an address. */
export function TransactionFilter({ said, path, filtered }: TransactionFilterProps) {
  return (
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
            <Button type="submit" size="small">
              Show transactions
            </Button>
            {filtered && (
              <ButtonLink href={path} size="small">
                Clear filters
              </ButtonLink>
            )}
          </FormActions>
        </form>
      </search>
    </Sheet>
  );
}
