import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { kindWords } from "@/lib/words";

type FilterFormProps = {
  /** What the address says now. */
  said: {
    tab: string;
    waiting?: string | undefined;
    q?: string | undefined;
    requester?: string | undefined;
    approver?: string | undefined;
    team?: string | undefined;
    kind?: string | undefined;
    po?: string | undefined;
    sort?: string | undefined;
  };
  people: readonly { userId: string; name: string }[];
  teams: readonly { id: string; name: string }[];
};

/** Filters and order as one GET form: it needs no script, and its answer has an address. */
export function FilterForm({ said, people, teams }: FilterFormProps) {
  const persons = people.map(({ userId, name }) => ({ value: userId, label: name }));
  return (
    <Sheet>
      <form action="/ab/jobs/approvals" method="get" className="grid gap-5">
        <input type="hidden" name="tab" value={said.tab} />
        {said.waiting && <input type="hidden" name="waiting" value={said.waiting} />}
        {said.q && <input type="hidden" name="q" value={said.q} />}
        <FieldRow>
          <Field label="Requester" name="requester">
            {(control) => (
              <Select {...control} placeholder="Anybody" options={persons} defaultValue={said.requester ?? ""} />
            )}
          </Field>
          <Field label="Approver" name="approver">
            {(control) => (
              <Select {...control} placeholder="Anybody" options={persons} defaultValue={said.approver ?? ""} />
            )}
          </Field>
          <Field label="Team" name="team">
            {(control) => (
              <Select
                {...control}
                placeholder="Any team"
                options={teams.map(({ id, name }) => ({ value: id, label: name }))}
                defaultValue={said.team ?? ""}
              />
            )}
          </Field>
          <Field label="Kind" name="kind">
            {(control) => (
              <Select
                {...control}
                placeholder="Any kind"
                options={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
                defaultValue={said.kind ?? ""}
              />
            )}
          </Field>
          <Field label="PO number" name="po">
            {(control) => <Input {...control} maxLength={60} placeholder="Any" defaultValue={said.po ?? ""} />}
          </Field>
          {!said.waiting && (
            <Field label="Order" name="sort">
              {(control) => <Select {...control} options={orders} defaultValue={said.sort ?? "newest"} />}
            </Field>
          )}
        </FieldRow>
        <FormActions>
          <Button type="submit" variant="primary">
            Show requests
          </Button>
        </FormActions>
      </form>
    </Sheet>
  );
}

const orders = [
  { value: "newest", label: "Newest first" },
  { value: "oldest", label: "Oldest first" },
  { value: "largest", label: "Largest total first" },
  { value: "smallest", label: "Smallest total first" },
];
