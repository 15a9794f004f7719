import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { ReasonDisclosure } from "@/components/offers/reason-disclosure";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

type ContractFinderProps = {
  /** what was looked for; null before anything was */
  said: { company: string; number: string } | null;
  found: { slug: string; contract: { number: number; title: string; companyName: string; talentName: string } } | null;
};

/** Leads a mediator to the contract that a freelancer names when writing to support about refused work. */
export function ContractFinder({ said, found }: ContractFinderProps) {
  return (
    <div className="max-w-[720px]">
      <ReasonDisclosure label="Dispute for a freelancer" back="Close" open={said !== null}>
        <search>
          <form action="/staff/disputes" method="get" className="grid gap-4">
            <p>
              A freelancer whose work is refused writes to support. Find the contract by what they name; the dispute is
              opened on its page.
            </p>
            <FieldRow>
              <Field
                label="Short name of the company"
                name="company"
                defaultValue={said?.company}
                hint="Such as northwind."
                autoComplete="off"
                autoCapitalize="none"
                maxLength={40}
                required
              />
              <Field
                label="Contract number"
                name="contract"
                defaultValue={said?.number}
                hint="As it stands above its page."
                inputMode="numeric"
                autoComplete="off"
                maxLength={9}
                required
              />
            </FieldRow>
            {said &&
              (found ? (
                <Notice tone="info" title={found.contract.title}>
                  <TextLink href={`/staff/companies/${found.slug}/contracts/${found.contract.number}`}>
                    Open contract {found.contract.number}
                  </TextLink>{" "}
                  of {found.contract.companyName} with {found.contract.talentName}
                </Notice>
              ) : (
                <Notice tone="warn" title="No such contract for you to open.">
                  Either it is not there, or none of its work is in review, refused or disputed. Compare the name and
                  the number.
                </Notice>
              ))}
            <FormActions>
              <Button type="submit" variant={found ? "plain" : "primary"}>
                Find contract
              </Button>
            </FormActions>
          </form>
        </search>
      </ReasonDisclosure>
    </div>
  );
}
