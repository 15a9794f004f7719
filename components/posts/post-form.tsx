"use client";

import { useActionState, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldGroup, FieldRow, FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { OrderField } from "@/components/orders/order-field";
import type { OrderChoices } from "@/components/orders/order-options";
import { orderFieldLabels } from "@/components/orders/order-values";
import { ButtonLink } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select, type SelectOption } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { Textarea } from "@/components/ui/textarea";
import type { PostState } from "@/db/enums";
import { fieldErrors } from "@/lib/action-result";
import { submitPostFormAction } from "@/lib/posts/actions";
import { type PostValues, postValuesFromFields } from "./post-values";

type PostFormProps = {
  /** minted with the page for a new post, so that a double click makes one */
  id: string;
  /** the version shown; 0 for a new post */
  version: number;
  /** null for a new post */
  state: PostState | null;
  values: PostValues;
  currency: string;
  /** "30 days": how long it stays open from now */
  life: string;
  teams: readonly SelectOption[];
  owners: readonly SelectOption[];
  /** null while purchase orders are off */
  orders: OrderChoices | null;
  orderRequired: boolean;
  currentOrder: { id: string; label: string } | null;
};

/** A job post: what is looked for, and as the last step the purchase order its spend counts against (product.md §7). */
export function PostForm({ id, version: drawnVersion, state, currency, life, teams, owners, ...props }: PostFormProps) {
  const { orders, orderRequired, currentOrder } = props;
  const [result, submit] = useActionState(submitPostFormAction, null);
  // Kept as first shown: after a refusal the page is drawn anew, and somebody else's version must not be overwritten unseen.
  const [shown] = useState({ id, version: drawnVersion });
  const typed = result && !result.ok ? result.typed : undefined;
  const values = typed ? postValuesFromFields(typed) : props.values;
  const errors = (name: string) => fieldErrors(result, name);
  const isNew = state === null || state === "draft";
  return (
    <ActionForm action={submit} className="group/form gap-6">
      <input type="hidden" name="id" value={textOf(typed?.id) ?? shown.id} />
      <input type="hidden" name="version" value={textOf(typed?.version) ?? shown.version} />
      {/* The Enter key presses the first button of a form; that is to be the first deed. */}
      <button type="submit" name="deed" value={deeds[state ?? "draft"]} tabIndex={-1} aria-hidden className="sr-only" />
      <Sheet className="grid min-w-0 gap-6">
        <FormErrors of={result} labels={labels} />
        <FieldGroup legend="The work">
          <Field
            label={labels.title}
            name="title"
            defaultValue={values.title}
            errors={errors("title")}
            autoComplete="off"
            required
          />
          <Field
            label={labels.description}
            name="description"
            errors={errors("description")}
            hint="What is to be done, by whom it is needed, and what counts as done."
            required
          >
            {(control) => <Textarea {...control} rows={7} defaultValue={values.description} />}
          </Field>
        </FieldGroup>
        <FieldGroup legend="Type and budget">
          <RadioGroup
            legend="Contract type"
            name="contractType"
            inline
            defaultValue={values.contractType}
            errors={errors("contractType")}
            options={[
              { value: "hourly", label: "Hourly" },
              { value: "fixed_price", label: "Fixed-price" },
            ]}
          />
          <div className="hidden group-has-[input[value=hourly]:checked]/form:block">
            <FieldRow>
              <Field
                label={`Lowest rate in ${currency} an hour`}
                name="rateFrom"
                defaultValue={values.rateFrom}
                errors={errors("rateFrom")}
                inputMode="decimal"
                autoComplete="off"
                optional
              />
              <Field
                label={`Highest rate in ${currency} an hour`}
                name="rateTo"
                defaultValue={values.rateTo}
                errors={errors("rateTo")}
                inputMode="decimal"
                autoComplete="off"
                optional
              />
            </FieldRow>
          </div>
          <div className="group-has-[input[value=hourly]:checked]/form:hidden">
            <Field
              label={`Budget in ${currency}`}
              name="budget"
              defaultValue={values.budget}
              errors={errors("budget")}
              inputMode="decimal"
              autoComplete="off"
              optional
            />
          </div>
        </FieldGroup>
        <FieldGroup legend="Team and owner">
          <FieldRow>
            <Field label="Team" name="teamId" errors={errors("teamId")} required>
              {(control) => (
                <Select
                  {...control}
                  options={teams}
                  placeholder={teams.length === 1 ? undefined : "Choose a team"}
                  defaultValue={values.teamId}
                />
              )}
            </Field>
            <Field label="Owner" name="ownerId" errors={errors("ownerId")} required>
              {(control) => <Select {...control} options={owners} defaultValue={values.ownerId} />}
            </Field>
          </FieldRow>
          <p className="-mt-3 text-xs text-ink-soft">
            The owner may hire in the team, gets the mails about the post, and answers for it.
          </p>
        </FieldGroup>
        {orders && (
          <FieldGroup legend="Purchase order">
            <div id="order" className="scroll-mt-6">
              <OrderField
                choices={orders}
                values={values}
                errors={errors}
                required={orderRequired}
                current={currentOrder}
              />
            </div>
          </FieldGroup>
        )}
      </Sheet>
      <div className="grid gap-3">
        <Outcome of={result} says={words} />
        <FormActions>
          <SubmitButton name="deed" value={deeds[state ?? "draft"]} pending={buttons[state ?? "draft"].pending}>
            {buttons[state ?? "draft"].label}
          </SubmitButton>
          {isNew ? (
            <SubmitButton name="deed" value="draft" variant="plain" pending="Saving…">
              Save draft
            </SubmitButton>
          ) : (
            <ButtonLink href={`/ab/jobs/posts/${id}`}>Leave it as it is</ButtonLink>
          )}
        </FormActions>
        <p className="text-xs text-ink-soft">
          {state === "open"
            ? `Saving is a sign of life: the post stays open for ${life} from now.`
            : `It stays open for ${life} after the last thing that happens on it.`}
        </p>
      </div>
    </ActionForm>
  );
}

const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : null);

/** The first button of the form, by what the post is now. */
const deeds: Record<PostState, string> = { draft: "open", open: "edit", closed: "reopen", expired: "reopen" };
const buttons: Record<PostState, { label: string; pending: string }> = {
  draft: { label: "Post", pending: "Posting…" },
  open: { label: "Save changes", pending: "Saving…" },
  closed: { label: "Reopen", pending: "Reopening…" },
  expired: { label: "Reopen", pending: "Reopening…" },
};

const labels = {
  title: "Title",
  description: "Description",
  contractType: "Contract type",
  rateFrom: "Lowest rate",
  rateTo: "Highest rate",
  budget: "Budget",
  teamId: "Team",
  ownerId: "Owner",
  ...orderFieldLabels,
  id: "Form",
  version: "Form",
};

const words: Record<string, string> = {
  invalid: "Nothing was saved. Change what is marked and try again.",
  "not-a-draft": "This post is not a draft any longer. Open it to see how it stands; nothing of yours was saved.",
  "not-open": "This post is not open any longer, so it cannot be edited. Open it to reopen it.",
  "not-closed": "This post is open already. Nothing was changed.",
};
