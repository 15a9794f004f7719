"use client";

import { type ReactNode, useActionState, useMemo, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldGroup, FieldRow, FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { OrderField } from "@/components/orders/order-field";
import type { OrderChoices } from "@/components/orders/order-options";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select, type SelectOption } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { type ActionResult, fieldErrors } from "@/lib/action-result";
import { submitOfferFormAction } from "@/lib/offers/actions";
import { ApprovalField } from "./approval-field";
import type { ApprovedRequest } from "./approved-request";
import { Comparison } from "./comparison";
import { type OfferValues, valuesFromFields } from "./offer-values";
import { PlanFields } from "./plan-fields";
import { MessageField, offerFieldLabels, PayrollFields, TermsFields, WorkFields } from "./terms-fields";

/** For which kinds of offer the company asks for an approval. */
export type ApprovalNeed = "none" | "all" | "direct" | "byo_payroll";

type OfferFormProps = {
  /** Minted with the page, so that a double click sends once. */
  id: string;
  draftId: string;
  values: OfferValues;
  currency: string;
  /** the client fee in basis points; 0 where there is none */
  feeRate: number;
  need: ApprovalNeed;
  requests: readonly ApprovedRequest[];
  teams: readonly SelectOption[];
  contacts: readonly SelectOption[];
  /** Own open job posts that the offer may come from. */
  posts: readonly SelectOption[];
  /** null while purchase orders are off */
  orders: OrderChoices | null;
  orderRequired: boolean;
};

const kinds = [
  { value: "direct", label: "Direct", hint: "Somebody who has worked here before and signs in already." },
  { value: "byo", label: "BYO", hint: "Bring your own: invite anybody by their address." },
  { value: "payroll", label: "Payroll", hint: "Invite somebody who is employed by an employer of record." },
];

const neededFor: Record<ApprovalNeed, readonly string[]> = {
  none: [],
  all: ["direct", "byo", "payroll"],
  direct: ["direct"],
  byo_payroll: ["byo", "payroll"],
};

/** Shown for the kinds that need it, by style alone; the server decides by the same rule. */
const approvalStyle: Record<ApprovalNeed, string> = {
  none: "hidden",
  all: "",
  direct: "hidden group-has-[input[value=direct]:checked]/form:block",
  byo_payroll: "group-has-[input[value=direct]:checked]/form:hidden",
};

/** A new offer: who, under which approval, for what and on which terms. Nothing typed is lost, whatever the answer. */
export function OfferForm({
  id,
  draftId,
  values,
  currency,
  feeRate,
  need,
  requests,
  teams,
  contacts,
  ...props
}: OfferFormProps) {
  const { posts, orders, orderRequired } = props;
  const [result, submit] = useActionState(submitOfferFormAction, null);
  const [ids] = useState({ id, draftId });
  const refusal = result && !result.ok ? result : null;
  const drawn = refusal?.typed ? valuesFromFields(refusal.typed) : values;
  const shown = useMemo(() => arranged(result), [result]);
  const errors = (name: string) => fieldErrors(shown, name);
  return (
    <ActionForm
      action={submit}
      className="group/form items-start gap-6 lg:grid-cols-[minmax(0,45rem)_minmax(16rem,1fr)] lg:grid-rows-[auto_1fr] xl:gap-x-10"
    >
      <input type="hidden" name="id" value={kept(refusal?.typed, "id") ?? ids.id} />
      <input type="hidden" name="draftId" value={kept(refusal?.typed, "draftId") ?? ids.draftId} />
      {/* The Enter key presses the first button of a form; that is to be "Send offer". */}
      <button type="submit" name="deed" value="send" tabIndex={-1} aria-hidden="true" className="sr-only" />
      <Sheet className="grid min-w-0 gap-6">
        <FormErrors of={shown} labels={offerFieldLabels} />
        <FieldGroup legend="Kind and approval">
          <RadioGroup
            legend="Kind of offer"
            name="kind"
            options={kinds}
            defaultValue={drawn.kind}
            errors={errors("kind")}
          />
          <div className={approvalStyle[need]}>
            <ApprovalField
              requests={requests}
              drawn={drawn}
              currency={currency}
              orders={orders?.options ?? null}
              errors={errors("requestId")}
            />
          </div>
        </FieldGroup>
        <FieldGroup legend="Freelancer">
          <FieldRow>
            <Field
              label="Name"
              name="talentName"
              defaultValue={drawn.talentName}
              errors={errors("talentName")}
              autoComplete="off"
              required
            />
            <Field
              label="Address"
              name="talentEmail"
              type="email"
              inputMode="email"
              defaultValue={drawn.talentEmail}
              errors={errors("talentEmail")}
              autoComplete="off"
              spellCheck={false}
              required
            />
          </FieldRow>
          <AddressHints />
          <div className="hidden group-has-[input[value=payroll]:checked]/form:block">
            <PayrollFields values={drawn} result={shown} />
          </div>
        </FieldGroup>
        <FieldGroup legend="Work">
          <Field label="Team" name="teamId" errors={errors("teamId")} required>
            {(control) => (
              <Select
                {...control}
                defaultValue={drawn.teamId}
                placeholder={teams.length === 1 ? undefined : "Choose a team"}
                options={teams}
              />
            )}
          </Field>
          {posts.length > 0 && (
            <Field label="Job post" name="postId" errors={errors("postId")} optional>
              {(control) => (
                <Select {...control} defaultValue={drawn.postId} options={[{ value: "", label: "None" }, ...posts]} />
              )}
            </Field>
          )}
          <WorkFields values={drawn} result={shown} />
        </FieldGroup>
        <TermsFields values={drawn} currency={currency} result={shown} />
        <PlanFields tasks={drawn.tasks} owners={contacts} errors={errors("tasks")} />
        {orders && (
          <FieldGroup legend="Purchase order">
            <OrderField choices={orders} values={drawn} errors={errors} required={orderRequired} />
          </FieldGroup>
        )}
        <FieldGroup legend="Contact">
          <Field
            label="Contact person"
            name="contactId"
            errors={errors("contactId")}
            hint="Whom the freelancer asks about the offer."
          >
            {(control) => <Select {...control} defaultValue={drawn.contactId} options={contacts} />}
          </Field>
          <MessageField values={drawn} result={shown} />
        </FieldGroup>
      </Sheet>
      <div className="min-w-0 lg:sticky lg:top-6 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <Comparison
          drawn={drawn}
          currency={currency}
          feeRate={feeRate}
          requests={requests}
          orders={orders?.options ?? null}
          kinds={neededFor[need]}
        />
      </div>
      <div className="grid gap-3">
        <Outcome of={shown} says={{ invalid: "Nothing was sent. Change what is marked and try again." }} />
        <FormActions>
          <SubmitButton name="deed" value="send" pending="Sending…">
            Send offer
          </SubmitButton>
          <SubmitButton name="deed" value="draft" variant="plain" pending="Saving…">
            Save draft
          </SubmitButton>
        </FormActions>
      </div>
    </ActionForm>
  );
}

/** What the address must be, by kind. */
function AddressHints() {
  const hint = (style: string, words: ReactNode) => <p className={`-mt-3 text-xs text-ink-soft ${style}`}>{words}</p>;
  return (
    <>
      {hint(
        "hidden group-has-[input[value=direct]:checked]/form:block",
        "The address they sign in with. Nobody signs in with it yet? Choose BYO.",
      )}
      {hint(
        "group-has-[input[value=direct]:checked]/form:hidden",
        "They get a mail and sign in with this very address; a new address later means a new offer.",
      )}
    </>
  );
}

/** What there is to change, in the order of the form; an approval that cannot be used is told at its field. */
function arranged(result: ActionResult): ActionResult {
  if (!result || result.ok) return result;
  const { reason, message } = result;
  if ((reason === "approval-unusable" || reason === "beyond-approval") && message) {
    const told = reason === "beyond-approval" ? `${message} Keep to what was approved, or request approval.` : message;
    return { ...result, reason: "invalid", message: undefined, fieldErrors: { requestId: [told] } };
  }
  const { fieldErrors: errors } = result;
  if (!errors) return result;
  const order = Object.keys(offerFieldLabels);
  const places = Object.entries(errors).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return { ...result, fieldErrors: Object.fromEntries(places) };
}

function kept(typed: Record<string, string | string[]> | undefined, name: string): string | null {
  const value = typed?.[name];
  return typeof value === "string" ? value : null;
}
